import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/**
 * The number of elements that do not fit into a box of a fixed height. The elements stand in rows.
 * @param selector of the elements in the box
 * @param content a text that changes with the elements
 * @returns undefined until the elements for the present `content` are measured
 */
export function useHiddenCount(
  box: RefObject<HTMLElement | null>,
  selector: string,
  content: string,
): number | undefined {
  const [measured, setMeasured] = useState<{ content: string; count: number }>();
  useLayoutEffect(() => {
    const measure = () => {
      const { bottom } = box.current!.getBoundingClientRect();
      const all = [...box.current!.querySelectorAll(selector)];
      const isHidden = (element: Element) => element.getBoundingClientRect().bottom > bottom + 1;
      let [low, high] = [0, all.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (isHidden(all[middle]!)) high = middle;
        else low = middle + 1;
      }
      setMeasured({ content, count: all.length - low });
    };
    // The observer also calls back at its start: after the layout of the page, and before the page is painted.
    const observer = new ResizeObserver(measure);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [content]);
  return measured?.content === content ? measured.count : undefined;
}

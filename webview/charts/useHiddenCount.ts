import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/**
 * The number of elements that a box of a fixed height has no room for.
 * @param selector of the elements in the box
 * @param content a text that changes with the elements
 */
export function useHiddenCount(
  box: RefObject<HTMLElement | null>,
  selector: string,
  content: string,
): number {
  const [count, setCount] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      const { bottom } = box.current!.getBoundingClientRect();
      const all = [...box.current!.querySelectorAll(selector)];
      setCount(all.filter((element) => element.getBoundingClientRect().bottom > bottom + 1).length);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [content]);
  return count;
}

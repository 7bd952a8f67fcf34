import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** The visible part of an element's content (pixels): its distance from the top of the content, and its size. */
export interface Scrolled {
  top: number;
  height: number;
  width: number;
}

/**
 * The visible part of an element's content, updated when the element is scrolled or resized.
 * @param first returned until the first measurement
 */
export function useScrolled(scroller: RefObject<HTMLElement | null>, first: Scrolled): Scrolled {
  const [view, setView] = useState(first);
  useEffect(() => {
    const element = scroller.current!;
    const measure = () =>
      setView({ top: element.scrollTop, height: element.clientHeight, width: element.clientWidth });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, []);
  return view;
}

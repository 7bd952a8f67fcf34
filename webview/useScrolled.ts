import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** The part of an element's content that is visible (pixels). */
export interface Scrolled {
  top: number;
  height: number;
  width: number;
}

/** The visible part of an element, updated when it is scrolled or resized. @param first until the first measurement */
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

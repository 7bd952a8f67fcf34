import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** A chart counts as visible if at least this height (pixels) of it is visible: about the height of its heading. */
const leastVisible = 40;

/** The charts below the visible part of an area that scrolls. */
export interface ChartsBelow {
  count: number;
  /** Scrolls the area to the first of these charts. */
  show: () => void;
}

/**
 * The charts below the visible part of an area, counted again whenever the area or a chart is scrolled, resized, added
 * or removed.
 * @param hasCharts whether the area is drawn
 */
export function useChartsBelow(area: RefObject<HTMLElement | null>, hasCharts: boolean): ChartsBelow {
  const [count, setCount] = useState(0);
  const below = () => {
    const { bottom } = area.current!.getBoundingClientRect();
    const places = [...area.current!.querySelectorAll(".chart-place")];
    return places.filter((place) => place.getBoundingClientRect().top > bottom - leastVisible);
  };
  useLayoutEffect(() => {
    const element = area.current;
    const charts = element?.querySelector(".charts");
    if (!element || !charts) return setCount(0);
    const measure = () => setCount(below().length);
    // The observer also calls back at its start, before the page is painted.
    const sizes = new ResizeObserver(measure);
    const observe = () => {
      sizes.disconnect();
      for (const one of [element, charts, ...charts.children]) sizes.observe(one);
    };
    observe();
    const children = new MutationObserver(observe);
    children.observe(charts, { childList: true });
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      sizes.disconnect();
      children.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [hasCharts]);
  return { count, show: () => below()[0]?.scrollIntoView({ block: "start" }) };
}

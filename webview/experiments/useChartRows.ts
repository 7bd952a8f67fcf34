import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { type ChartRows, chartRows } from "../figures/chartRows";

/** The arrangement of the charts in an area of the view, and the height (pixels) of the view. */
export interface FittedRows extends ChartRows {
  view: number;
}

/**
 * The {@link chartRows} for the present sizes; undefined before the first measurement and without charts.
 * @param hasCharts whether the area is drawn
 */
export function useChartRows(
  area: RefObject<HTMLElement | null>,
  hasCharts: boolean,
): FittedRows | undefined {
  const [rows, setRows] = useState<FittedRows>();
  useLayoutEffect(() => {
    const element = area.current;
    const charts = element?.querySelector<HTMLElement>(".charts");
    if (!element || !charts) return setRows(undefined);
    const measure = () => {
      const places = [...charts.querySelectorAll<HTMLElement>(".chart-place")];
      if (places.length === 0) return setRows(undefined);
      const frames = places.map(
        (one) => one.offsetHeight - (one.querySelector<HTMLElement>(".plot")?.offsetHeight ?? 0),
      );
      const height = element.parentElement!.clientHeight;
      const next = {
        ...chartRows(places.length, {
          width: charts.clientWidth,
          height,
          above: charts.offsetTop - element.offsetTop,
          // The height of a chart without its plot. An open form or table makes it higher, so the lowest is used.
          frame: Math.min(...frames),
        }),
        view: height,
      };
      setRows((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
    };
    // The observer also calls back at its start, before the page is painted.
    const sizes = new ResizeObserver(measure);
    const observe = () => {
      sizes.disconnect();
      for (const one of [element.parentElement!, charts, ...charts.children]) sizes.observe(one);
    };
    observe();
    const children = new MutationObserver(observe);
    children.observe(charts, { childList: true });
    return () => {
      sizes.disconnect();
      children.disconnect();
    };
  }, [hasCharts]);
  return rows;
}

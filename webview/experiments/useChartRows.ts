import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { type ChartRows, chartRows } from "../figures/chartRows";

/** The arrangement of the charts in an area of the view, and the height (pixels) of the view. */
export interface FittedRows extends ChartRows {
  view: number;
}

/**
 * The {@link chartRows} for the present sizes; undefined before the first measurement and without charts.
 * @param count number of charts
 */
export function useChartRows(area: RefObject<HTMLElement | null>, count: number): FittedRows | undefined {
  const [rows, setRows] = useState<FittedRows>();
  useLayoutEffect(() => {
    const element = area.current;
    const charts = element?.querySelector<HTMLElement>(".charts");
    if (!element || !charts || count === 0) return setRows(undefined);
    const measure = () => {
      const places = [...charts.querySelectorAll<HTMLElement>(".chart-place")];
      const frames = places.map(
        (one) => one.offsetHeight - (one.querySelector<HTMLElement>(".plot")?.offsetHeight ?? 0),
      );
      const height = element.parentElement!.clientHeight;
      const next = {
        ...chartRows(count, {
          width: charts.clientWidth,
          height,
          above: charts.offsetTop - element.offsetTop,
          // A chart may have a form or an open table.
          frame: Math.min(...frames),
        }),
        view: height,
      };
      setRows((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
    };
    // It calls back at first, too, before the page is painted.
    const observer = new ResizeObserver(measure);
    for (const one of [element.parentElement!, charts, ...charts.children]) observer.observe(one);
    return () => observer.disconnect();
  }, [count]);
  return rows;
}

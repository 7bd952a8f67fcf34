import { useEffect, useState } from "preact/hooks";
import { type ChartTheme, readChartTheme, watchChartTheme } from "./chartTheme";

/** The chart colours, read again when the theme changes. */
export function useChartTheme(): ChartTheme {
  const [theme, setTheme] = useState(readChartTheme);
  useEffect(() => watchChartTheme(() => setTheme((before) => changed(before, readChartTheme()))), []);
  return theme;
}

/** The present colours. Equal colours are the object from before, so that no chart is drawn again. */
function changed(before: ChartTheme, now: ChartTheme): ChartTheme {
  return JSON.stringify(before) === JSON.stringify(now) ? before : now;
}

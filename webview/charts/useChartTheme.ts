import { useEffect, useState } from "preact/hooks";
import { type ChartTheme, readChartTheme, watchChartTheme } from "./chartTheme";

/** The chart colours, read again when the theme changes. */
export function useChartTheme(): ChartTheme {
  const [theme, setTheme] = useState(readChartTheme);
  useEffect(() => watchChartTheme(() => setTheme(readChartTheme())), []);
  return theme;
}

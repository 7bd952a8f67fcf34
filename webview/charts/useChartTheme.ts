import { useEffect, useState } from "preact/hooks";
import { type ChartTheme, readChartTheme, watchChartTheme } from "./chartTheme";

/**
 * The colours as last read. All charts of a page share them, since reading them computes the style of an element for
 * each colour.
 */
let known: ChartTheme | undefined;
const charts = new Set<(theme: ChartTheme) => void>();

/** The chart colours, read again when the theme changes. */
export function useChartTheme(): ChartTheme {
  const [theme, setTheme] = useState(present);
  useEffect(() => {
    charts.add(setTheme);
    // The theme may have changed since the first drawing.
    setTheme(present());
    return () => {
      charts.delete(setTheme);
    };
  }, []);
  return theme;
}

function present(): ChartTheme {
  if (!known) {
    known = readChartTheme();
    watchChartTheme(readAgain);
  }
  return known;
}

/** If the colours are equal, the theme stays the same object, so that no chart is drawn again. */
function readAgain(): void {
  const now = readChartTheme();
  if (JSON.stringify(known) === JSON.stringify(now)) return;
  known = now;
  for (const setTheme of charts) setTheme(now);
}

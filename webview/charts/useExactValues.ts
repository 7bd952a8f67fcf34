import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RunValue } from "../../src/protocol/seriesProtocol";
import type { HoverRow, LoadValues } from "../figures/hoverRows";

/** Largest number of lines whose logged values are requested at once. The readout and the dots show no more lines. */
const mostLines = 12;

interface Found {
  at: number;
  by: LoadValues;
  values: ReadonlyMap<string, RunValue>;
}

/**
 * The rows of an inspected place, with logged values also for the first {@link mostLines} lines that were thinned.
 * Until an answer arrives, the rows stay as they are. At most one request is in progress at a time. Its answer is
 * ignored if another place is inspected by then.
 */
export function useExactValues(
  rows: readonly HoverRow[],
  place: number | undefined,
  load: LoadValues,
): readonly HoverRow[] {
  const [found, setFound] = useState<Found>();
  const isAsking = useRef(false);
  const latest = useRef({ rows, place, load, found });
  latest.current = { rows, place, load, found };

  const ask = async (): Promise<void> => {
    const { rows, place: at, load: by, found } = latest.current;
    const ids = rows.filter(({ line }) => !line.series.isWhole).map(({ line }) => line.id);
    if (isAsking.current || at === undefined || ids.length === 0) return;
    if (found?.at === at && found.by === by) return;
    isAsking.current = true;
    // If the request fails, the values stay those of the drawn points.
    const values = await by(ids.slice(0, mostLines), at, 0).catch(() => []);
    isAsking.current = false;
    const answer = { at, by, values: new Map(values.map((value) => [value.runId, value])) };
    latest.current.found = answer;
    setFound(answer);
    void ask();
  };
  // In a layout effect, which runs before the page is painted, since the values of a run in memory arrive at once.
  useLayoutEffect(() => void ask(), [place, load]);

  if (found?.at !== place || found?.by !== load) return rows;
  return rows.map((row) => {
    const value = found.values.get(row.line.id);
    return value ? { ...row, x: value.x, y: value.y, smoothed: value.smoothed } : row;
  });
}

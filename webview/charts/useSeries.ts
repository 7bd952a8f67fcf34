import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Series, SeriesRequest } from "../../src/protocol/seriesProtocol";
import { SeriesLoader, type SeriesQuery } from "../SeriesLoader";

/** While series are missing, least time (ms) from a request or a drawing to the next drawing. */
const partly = 250;

/**
 * The series of runs, requested again when the query changes or a run's log has grown. `isWhole` states whether the
 * series of all runs have arrived for the present query.
 */
export function useSeries(
  query: SeriesQuery,
  runIds: readonly string[],
  revisions: ReadonlyMap<string, number> | undefined,
  load: (request: SeriesRequest) => Promise<Series[]>,
): { series: ReadonlyMap<string, Series>; isWhole: boolean } {
  const latest = useRef(load);
  latest.current = load;
  const [, setDrawn] = useState<ReadonlyMap<string, Series>>();
  const loader = useRef<SeriesLoader>(undefined);
  const wanted = useRef({ query, runIds });
  wanted.current = { query, runIds };
  const drawing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const lastDrawn = useRef(Number.NEGATIVE_INFINITY);
  loader.current ??= new SeriesLoader(
    (request) => latest.current(request),
    () => {
      const isWhole = loader.current!.has(wanted.current.query, wanted.current.runIds);
      const rest = isWhole ? 0 : lastDrawn.current + partly - performance.now();
      if (drawing.current !== undefined && rest > 0) return;
      clearTimeout(drawing.current);
      drawing.current = setTimeout(() => {
        drawing.current = undefined;
        lastDrawn.current = performance.now();
        setDrawn(loader.current!.series);
      }, rest);
    },
  );
  // In a layout effect, which runs before the page is painted, so that no series of another axis is drawn.
  useLayoutEffect(() => {
    // Without a width nothing can be drawn.
    if (query.pixels <= 1) return;
    if (!loader.current!.has(query, runIds)) lastDrawn.current = performance.now();
    loader.current!.want(query, runIds, revisions);
  }, [JSON.stringify(query), runIds, revisions]);
  useEffect(
    () => () => {
      loader.current!.dispose();
      clearTimeout(drawing.current);
    },
    [],
  );
  return { series: loader.current.series, isWhole: loader.current.has(query, runIds) };
}

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Series, SeriesRequest } from "../../src/protocol/seriesProtocol";
import { SeriesLoader, type SeriesQuery } from "../SeriesLoader";

/** The series of runs, asked for again when the query changes or a run's log has grown. */
export function useSeries(
  query: SeriesQuery,
  runIds: readonly string[],
  revisions: ReadonlyMap<string, number> | undefined,
  load: (request: SeriesRequest) => Promise<Series[]>,
): ReadonlyMap<string, Series> {
  const latest = useRef(load);
  latest.current = load;
  const [, setDrawn] = useState<ReadonlyMap<string, Series>>();
  const loader = useRef<SeriesLoader>(undefined);
  loader.current ??= new SeriesLoader(
    (request) => latest.current(request),
    () => setDrawn(loader.current!.series),
  );
  // Before the page is painted, so that no series is drawn by another axis.
  useLayoutEffect(() => {
    // Without a width nothing can be drawn.
    if (query.pixels > 1) loader.current!.want(query, runIds, revisions);
  }, [JSON.stringify(query), runIds, revisions]);
  useEffect(() => () => loader.current!.dispose(), []);
  return loader.current.series;
}

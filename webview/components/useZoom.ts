import { useState } from "preact/hooks";
import type { SeriesAxis } from "../../src/runs/seriesKinds";
import type { Range } from "../figures/plotScale";

/**
 * The visible part of each x axis, shared by all charts with this axis; undefined for a whole axis. When another run is
 * shown, all axes are whole again.
 */
export function useZoom(runId: string) {
  const [zoom, setZoom] = useState<{ runId: string; ranges: Partial<Record<SeriesAxis, Range>> }>();
  const ranges = zoom?.runId === runId ? zoom.ranges : {};
  return {
    rangeOf: (x: SeriesAxis): Range | undefined => ranges[x],
    setRange: (x: SeriesAxis, range: Range | undefined) =>
      setZoom({ runId, ranges: { ...ranges, [x]: range } }),
  };
}

export type Zoom = ReturnType<typeof useZoom>;

import type { ChartLine } from "./chartLine";

/** A part of a line, from index `from` to before `to`. */
export interface LinePart {
  from: number;
  to: number;
  /** Whether as many runs of a group have a value as at any place that is shown. */
  isFull: boolean;
}

/**
 * The parts of the mean of a group, which change where a run begins or ends. A part that is not full includes the
 * strokes to the full parts beside it. The line of a run is one part.
 */
export function lineParts({ series: { spread } }: ChartLine, length: number): LinePart[] {
  if (!spread) return [{ from: 0, to: length, isFull: true }];
  const { count } = spread;
  const most = count.reduce((a, b) => Math.max(a, b), 0);
  // The line has a gap where no run has a value.
  const isFull = (index: number) => count[index] === 0 || count[index] === most;
  const parts: LinePart[] = [];
  for (let from = 0; from < length; ) {
    const full = isFull(from);
    let to = from + 1;
    while (to < length && isFull(to) === full) to++;
    parts.push(
      full
        ? { from, to, isFull: true }
        : { from: Math.max(0, from - 1), to: Math.min(length, to + 1), isFull: false },
    );
    from = to;
  }
  return parts;
}

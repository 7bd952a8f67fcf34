import type { ChartLine } from "./chartLine";

/** A part of a line, from the point with index `from` to the point before index `to`. */
export interface LinePart {
  from: number;
  to: number;
  /** Whether each point of the part is a gap or a mean of the largest number of runs that any point of the line has. */
  isFull: boolean;
}

/**
 * Splits the line of a group's mean into full parts, whose points are means of the largest number of runs, and parts
 * whose points are means of fewer runs. A part that is not full includes the points next to it, so that it joins the
 * full parts. The line of a run is one full part.
 * @param length number of points of the line
 */
export function lineParts({ series: { spread } }: ChartLine, length: number): LinePart[] {
  if (!spread) return [{ from: 0, to: length, isFull: true }];
  const { count } = spread;
  const most = count.reduce((a, b) => Math.max(a, b), 0);
  // A point at which no run has a value is a gap, and counts as full.
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

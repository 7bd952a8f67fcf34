import { strings } from "../strings";
import type { AxisKind, ChartKind } from "./chartKinds";
import { type ChartLine, mainPoints } from "./chartLine";
import * as format from "./format";

/** The best value of a line, or its last value for a metric of which neither higher nor lower is better. */
export interface BestValue {
  line: ChartLine;
  x: number;
  y: number;
}

/**
 * The {@link BestValue} of each line that has a value, in the order of the lines. Of equally good values, the earliest
 * is the best.
 */
export function bestValues(lines: readonly ChartLine[], better: ChartKind["better"]): BestValue[] {
  const sign = better === "lower" ? -1 : 1;
  return lines.flatMap((line) => {
    const { x, y } = mainPoints(line);
    let best = -1;
    for (let index = 0; index < y.length; index++) {
      if (!Number.isFinite(y[index]!)) continue;
      if (best < 0 || better === undefined || sign * y[index]! > sign * y[best]!) best = index;
    }
    return best < 0 ? [] : [{ line, x: x[best]!, y: y[best]! }];
  });
}

/**
 * A chart in one sentence: which line is best, where, and how far its value is from the baseline's, if the baseline has
 * a value. For a metric for which neither higher nor lower is better: the range of the last values.
 */
export function chartSummary(lines: readonly ChartLine[], kind: ChartKind, axis: AxisKind): string {
  const { summary } = strings.runsChart;
  const values = bestValues(lines, kind.better);
  const [first] = values;
  if (!first) return summary.none(format.runs(lines.length));
  const count = format.runs(lines.length);
  if (!kind.better) {
    const all = values.map(({ y }) => y);
    return summary.range(count, kind.format(Math.min(...all)), kind.format(Math.max(...all)));
  }
  const sign = kind.better === "lower" ? -1 : 1;
  const best = values.reduce((a, b) => (sign * b.y > sign * a.y ? b : a));
  const told = [best.line.name, kind.format(best.y), axis.place(best.x)] as const;
  if (lines.length === 1) return summary.single(...told);
  const baseline = values.find(({ line }) => line.isBaseline);
  if (!baseline) return summary.best(count, ...told);
  if (baseline === best) return summary.baselineIsBest(count, ...told);
  const difference = kind.difference(Math.abs(best.y - baseline.y));
  return kind.better === "higher"
    ? summary.above(count, ...told, difference)
    : summary.below(count, ...told, difference);
}

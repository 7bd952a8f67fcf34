/** The differences between a run's figures, such as the accuracy, and the figures of a baseline run. */
import { type Column, columnNamed, type Row } from "./columns";

const compared: readonly Column[] = [
  "accuracy",
  "bestEpoch",
  "lastAccuracy",
  "bestLoss",
  "lastLoss",
  "validationAccuracy",
  "validationLoss",
  "trainLoss",
  "epochsDone",
  "duration",
].map((id) => columnNamed(id)!);

/** The columns of the figures by which runs are compared, except figures that none of the runs has. */
export function comparedFigures(runs: readonly Row[]): Column[] {
  return compared.filter(({ value }) => runs.some((run) => value(run) !== undefined));
}

/** A run's figure minus the baseline's figure; undefined if either run has none. */
export function difference({ value }: Column, run: Row, baseline: Row): number | undefined {
  const [own, other] = [value(run), value(baseline)];
  return own === undefined || other === undefined ? undefined : Number(own) - Number(other);
}

/**
 * The {@link difference} as text: `+0.8 points`, `−0.012`. Empty if every digit would be 0, or if either run has no
 * figure.
 */
export function differenceText(column: Column, run: Row, baseline: Row): string {
  const signed = difference(column, run, baseline);
  if (signed === undefined) return "";
  const size = column.difference?.(Math.abs(signed)) ?? "";
  return /[1-9]/.test(size) ? `${signed < 0 ? "−" : "+"}${size}` : "";
}

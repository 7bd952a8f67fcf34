/** How runs differ from a baseline in their figures. */
import * as l10n from "@vscode/l10n";
import { wholeNumber, withDecimals, withDigits } from "../text/numbers";
import { type Column, columnNamed, type Row } from "./columns";
import { duration } from "./figures";

/** The figures that are compared. */
export const comparedFigures: readonly Column[] = [
  "accuracy",
  "bestEpoch",
  "lastAccuracy",
  "bestLoss",
  "lastLoss",
  "trainLoss",
  "epochsDone",
  "duration",
].map((id) => columnNamed(id)!);

/** The difference of a run's figure from the baseline's; undefined where either has none. */
export function difference({ value }: Column, run: Row, baseline: Row): number | undefined {
  const [own, other] = [value(run), value(baseline)];
  return own === undefined || other === undefined ? undefined : Number(own) - Number(other);
}

/**
 * `+0.8 points`, `−0.012`; empty where no difference would be seen. A share has its difference in percentage points.
 * Differences of one column have the same number of decimals, as far as they can be seen with them.
 */
export function differenceText(column: Column, run: Row, baseline: Row): string {
  const size = difference(column, run, baseline);
  if (size === undefined) return "";
  const text = sizeText(column, Math.abs(size));
  if (!/[1-9]/.test(text)) return "";
  const signed = `${size < 0 ? "−" : "+"}${text}`;
  return column.kind === "share" ? l10n.t("{0} points", signed) : signed;
}

function sizeText({ id, kind }: Column, size: number): string {
  if (kind === "share") return withDecimals(100 * size, 1);
  if (kind === "duration") return duration(size);
  if (id === "speed" || Number.isInteger(size)) return wholeNumber(size);
  return size < 0.0005 ? withDigits(size, 1) : withDecimals(size, 3);
}

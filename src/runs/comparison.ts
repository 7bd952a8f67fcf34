/** How runs differ from a baseline in their figures. */
import * as l10n from "@vscode/l10n";
import { upToDecimals } from "../text/numbers";
import { type Column, columnNamed, type Row } from "./columns";

/** The figures that are compared. */
export const comparedFigures: readonly Column[] = [
  "accuracy",
  "bestEpoch",
  "bestLoss",
  "lastLoss",
  "epochsDone",
  "duration",
].map((id) => columnNamed(id)!);

/** The difference of a run's figure from the baseline's; undefined where either has none. */
export function difference({ value }: Column, run: Row, baseline: Row): number | undefined {
  const [own, other] = [value(run), value(baseline)];
  return own === undefined || other === undefined ? undefined : Number(own) - Number(other);
}

/** `+0.8 points`, `-0.012`; empty where no difference would be seen. A share has its difference in percentage points. */
export function differenceText(column: Column, run: Row, baseline: Row): string {
  const size = difference(column, run, baseline);
  if (size === undefined) return "";
  const isShare = column.kind === "share";
  const text = upToDecimals(Math.abs(isShare ? 100 * size : size), decimals(column));
  if (text === "0") return "";
  const signed = `${size < 0 ? "-" : "+"}${text}`;
  return isShare ? l10n.t("{0} points", signed) : signed;
}

function decimals({ kind }: Column): number {
  return kind === "share" || kind === "duration" ? 1 : 4;
}

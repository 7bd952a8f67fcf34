import { withDecimals } from "../../src/text/numbers";
import type { CellUnit } from "../figures/confusionCells";
import { integer } from "../figures/format";
import { strings } from "../strings";

/** A cell's value as it is written in the matrix; shares in percent without the sign, for which there is no place. */
export function cellValueText(value: number | null, unit: CellUnit): string {
  if (value === null) return strings.none;
  return unit === "count" ? integer(value) : withDecimals(100 * value, 1);
}

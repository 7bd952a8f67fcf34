import { withDecimals } from "../../src/text/numbers";
import type { CellUnit } from "../figures/confusionCells";
import { integer } from "../figures/format";
import { strings } from "../strings";

/**
 * A cell's value as the matrix shows it: a count, or a share in percent without the sign, for which a cell has no room;
 * `–` for null.
 */
export function cellValueText(value: number | null, unit: CellUnit): string {
  if (value === null) return strings.none;
  return unit === "count" ? integer(value) : withDecimals(100 * value, 1);
}

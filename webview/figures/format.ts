/** The formats of the dashboard's figures. */

import { lossText } from "../../src/runs/figures";
import { epochsText, runsText, stepsText } from "../../src/text/amounts";
import { upToDecimals, wholeNumber } from "../../src/text/numbers";
import { strings } from "../strings";

export { wholeNumber as integer };

/** A loss as {@link lossText} writes it; `–` for undefined; `NaN` for null and for a number that is not finite. */
export function loss(value: number | null | undefined): string {
  if (value === undefined) return strings.none;
  if (value === null || !Number.isFinite(value)) return strings.notANumber;
  return lossText(value);
}

/** A learning rate with at most 6 significant digits. A rate that a schedule computes may have 17. */
export function rate(value: number): string {
  return String(Number(value.toPrecision(6)));
}

export function steps(count: number): string {
  return stepsText(count);
}

export function epochs(count: number): string {
  return epochsText(count);
}

/**
 * A tick of an axis with up to three decimals. A magnitude from 1,000,000 on or below 0.001, except 0, is written in
 * exponential form with up to three significant digits: `0.000012` → `1.2e-5`.
 */
export function tick(value: number): string {
  const magnitude = Math.abs(value);
  return magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e6)
    ? String(Number(value.toPrecision(3)).toExponential())
    : upToDecimals(value, 3);
}

/** A share as an axis writes it: `0.8` → `80%`. */
export function percentTick(share: number): string {
  return `${tick(Number((share * 100).toFixed(6)))}%`;
}

export function runs(count: number): string {
  return runsText(count);
}

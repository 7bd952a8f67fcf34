/** The formats of the dashboard's figures. */
import { language } from "../../src/text/language";
import { strings } from "../strings";

const locale = language();
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const threeDecimals = new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const upToThreeDecimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
const threeDigits = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });

/** `12345` → `12,345`. */
export function integer(value: number): string {
  return whole.format(value);
}

/** `0.5118` → `0.512`, `0.000212` → `0.000212`, `0.0000021` → `2.10e-6`; not finite → `NaN`. */
export function loss(value: number | null | undefined): string {
  if (value === undefined) return strings.none;
  if (value === null || !Number.isFinite(value)) return strings.notANumber;
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 1e-4 || size >= 1e6) return value.toExponential(2);
  if (size < 0.1) return threeDigits.format(value);
  return size < 100 ? threeDecimals.format(value) : oneDecimal.format(value);
}

export function steps(count: number): string {
  return strings.units.steps(count, integer(count));
}

export function epochs(count: number): string {
  return strings.units.epochs(count, integer(count));
}

/** A tick of an axis, with as many decimals as needed, up to three; `0.000012` → `1.2e-5`. */
export function tick(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6)
    ? String(Number(value.toPrecision(3)).toExponential())
    : upToThreeDecimals.format(value);
}

/** A share as an axis writes it: `0.8` → `80%`. */
export function percentTick(share: number): string {
  return `${tick(Number((share * 100).toFixed(6)))}%`;
}

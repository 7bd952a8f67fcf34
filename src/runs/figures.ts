/** Formats of figures for the editor, the dashboard and the terminal. */
import * as l10n from "@vscode/l10n";
import { wholeNumber, withDecimals, withDigits } from "../text/numbers";

/** A share from 0 to 1 as a percentage with one decimal, for example `84.3%`. */
export function percentage(share: number): string {
  return `${withDecimals(100 * share, 1)}%`;
}

/** A finite loss as text: `0.5118` → `0.512`, `0.000212` → `0.000212`, `0.0000021` → `2.10e-6`. */
export function lossText(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 1e-4 || size >= 1e6) return value.toExponential(2);
  if (size < 0.1) return withDigits(value, 3);
  return size < 100 ? withDecimals(value, 3) : withDecimals(value, 1);
}

/** A time as text in one or two units, for example `2.4 s`, `48 s`, `2 min 5 s`, `12 min`, `1 h 3 min`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return l10n.t("{0} s", withDecimals(Math.max(0, seconds), 1));
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (hours > 0) return minutes > 0 ? l10n.t("{0} h {1} min", hours, minutes) : l10n.t("{0} h", hours);
  if (minutes >= 10) return l10n.t("{0} min", minutes);
  if (minutes > 0)
    return whole % 60 > 0 ? l10n.t("{0} min {1} s", minutes, whole % 60) : l10n.t("{0} min", minutes);
  return l10n.t("{0} s", whole);
}

/** A number of bytes as text in decimal units, for example `26.4 MB`, `30 kB`. */
export function fileSize(bytes: number): string {
  return bytes < 999_500 ? `${wholeNumber(bytes / 1000)} kB` : `${withDecimals(bytes / 1e6, 1)} MB`;
}

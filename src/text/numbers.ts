/**
 * Formats numbers for users, in the language of the texts. Numbers in files and logs have the format of JSON instead.
 */
import { language } from "./language";

const formats = new Map<string, Intl.NumberFormat>();

/** Formats a number rounded to a whole number: `12345.2` → `12,345` */
export function wholeNumber(value: number): string {
  return formatted(value, { maximumFractionDigits: 0 });
}

/** Formats a number with a fixed number of decimals. With 3 decimals: `1.5` → `1.500` */
export function withDecimals(value: number, decimals: number): string {
  return formatted(value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/**
 * Formats a number rounded to at most `decimals` decimals, without zeros at the end. With 3 decimals: `0.500` → `0.5`,
 * `0.1234` → `0.123`
 */
export function upToDecimals(value: number, decimals: number): string {
  return formatted(value, { maximumFractionDigits: decimals });
}

/** Formats a number rounded to at most `digits` significant digits. With 3 digits: `0.0002124` → `0.000212` */
export function withDigits(value: number, digits: number): string {
  return formatted(value, { maximumSignificantDigits: digits });
}

function formatted(value: number, options: Intl.NumberFormatOptions): string {
  const key = `${language()} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(language(), options);
  formats.set(key, format);
  return format.format(value);
}

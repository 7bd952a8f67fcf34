/** Numbers in the language of the texts. They are for users: files and lines of a log have numbers in JSON's form. */
import { language } from "./language";

const formats = new Map<string, Intl.NumberFormat>();

/** Rounded to a whole number: `12345.2` → `12,345` */
export function wholeNumber(value: number): string {
  return formatted(value, { maximumFractionDigits: 0 });
}

/** With a fixed number of decimals: `1.5` → `1.500` with 3. */
export function withDecimals(value: number, decimals: number): string {
  return formatted(value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** Rounded to at most `decimals` decimals, without zeros at the end: `0.500` → `0.5`, `0.1234` → `0.123` with 3. */
export function upToDecimals(value: number, decimals: number): string {
  return formatted(value, { maximumFractionDigits: decimals });
}

/** Rounded to at most `digits` significant digits: `0.0002124` → `0.000212` with 3. */
export function withDigits(value: number, digits: number): string {
  return formatted(value, { maximumSignificantDigits: digits });
}

function formatted(value: number, options: Intl.NumberFormatOptions): string {
  const key = `${language()} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(language(), options);
  formats.set(key, format);
  return format.format(value);
}

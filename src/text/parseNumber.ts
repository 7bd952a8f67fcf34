/**
 * The finite number that a decimal text states, such as `0.01` or `1e-4`. NaN for any other text, and for a number that
 * would be rounded to 0, such as `1e-400`.
 */
export function parseNumber(text: string): number {
  const isDecimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  const number = Number(text);
  const isUnderflow = number === 0 && /^[^e]*[1-9]/i.test(text);
  return isDecimal && Number.isFinite(number) && !isUnderflow ? number : Number.NaN;
}

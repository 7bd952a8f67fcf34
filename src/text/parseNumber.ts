/** The finite number that a decimal text states, such as `0.01` or `1e-4`; NaN for any other text. */
export function parseNumber(text: string): number {
  const isDecimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  return isDecimal && Number.isFinite(Number(text)) ? Number(text) : Number.NaN;
}

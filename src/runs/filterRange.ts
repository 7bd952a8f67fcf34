/** Ranges in a filter: `lr:0.01..0.1`, `acc:85%..90%`, `epochs:5..`, `epochs:..10`. */
import type { Part } from "./filterWords";

/** A range that includes both ends. If `low` or `high` is undefined, the range is open at that end. */
export interface FilterRange {
  low: string | undefined;
  high: string | undefined;
}

/** The range in a text; undefined for a text that is no range, such as two dots alone. */
export function rangeIn(text: string): FilterRange | undefined {
  const [, low, high] = /^(.*?)\.\.(.*)$/.exec(text) ?? [];
  return low || high ? { low: low || undefined, high: high || undefined } : undefined;
}

/** Whether a part of a filter has quotation marks. */
export const isQuotedPart = ({ text, start, end }: Part) => end - start > text.length;

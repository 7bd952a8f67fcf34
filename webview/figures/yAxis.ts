/** What a chart's y axis shows. */

/** Ends of a y axis that a user set. An end that is left out is fitted to the values. */
export interface Limits {
  min?: number;
  max?: number;
}

/** Which values a y axis shows: all, those up to {@link usualLimit}, or those within limits. */
export type YFit = "all" | "usual" | Limits;

/** What a user chose for a y axis. For a member that is left out, the chart's default applies. */
export interface YAxisChoice {
  isLog?: boolean;
  fit?: YFit;
}

/** Reads the choice that was kept. A member that is not valid is left out. */
export function restoreYAxis(kept: unknown): YAxisChoice {
  const { isLog, fit } = (kept ?? {}) as Partial<Record<keyof YAxisChoice, unknown>>;
  return {
    ...(typeof isLog === "boolean" && { isLog }),
    ...((fit === "all" || fit === "usual" || isLimits(fit)) && { fit }),
  };
}

function isLimits(value: unknown): value is Limits {
  if (typeof value !== "object" || value === null) return false;
  const { min, max } = value as Record<keyof Limits, unknown>;
  const ends = [min, max].filter((end) => end !== undefined);
  if (ends.length === 0 || !ends.every(Number.isFinite)) return false;
  return ends.length < 2 || Number(min) < Number(max);
}

/**
 * The number that a text gives, such as `0.5`, `0,5`, `1e-3` or `85%` (0.85).
 * @returns undefined if the text is no finite number
 */
export function readNumber(text: string): number | undefined {
  const [, digits = "", percent] = /^\s*(.*?)\s*(%?)\s*$/.exec(text) ?? [];
  const value = digits === "" ? Number.NaN : Number(digits.replace(",", "."));
  if (!Number.isFinite(value)) return undefined;
  return percent ? Number((value / 100).toPrecision(15)) : value;
}

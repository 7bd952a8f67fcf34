/** What the environment of a terminal asks for, by the conventions of its variables. */

/** Narrower ones have no room for a figure; and a terminal whose size is unknown says 0. */
const leastColumns = 10;

/** Whether text may hold characters beyond ASCII, as the locale says. */
export function isUtf8Locale(environment: NodeJS.ProcessEnv, platform = process.platform): boolean {
  // Node writes to the terminals of Windows in their own encoding, whatever the variables say.
  if (platform === "win32") return true;
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || "C";
  return /utf-?8/i.test(locale);
}

/**
 * The tag of the language that the locale asks for messages in, as `Intl` writes it: `ko_KR.UTF-8` is `ko-KR`. Undefined
 * where it asks for none, and where it has no encoding for letters beyond ASCII.
 */
export function languageOf(environment: NodeJS.ProcessEnv, platform = process.platform): string | undefined {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const locale = LC_ALL || LC_MESSAGES || LANG;
  if (!locale) return platform === "linux" ? undefined : Intl.DateTimeFormat().resolvedOptions().locale;
  if (!isUtf8Locale(environment, platform)) return undefined;
  return /^([a-z]{2,3}(?:_[A-Z]{2})?)\b/.exec(locale)?.[1]?.replace("_", "-");
}

/**
 * Columns of a terminal that has a line which can be redrawn. Undefined for what is no terminal, for one that says
 * that it knows no movement of the cursor, for the record of a build server, and where the width is unknown.
 */
export function statusWidth(
  { isTTY, columns }: Pick<NodeJS.WriteStream, "isTTY" | "columns">,
  environment: NodeJS.ProcessEnv,
): number | undefined {
  const { TERM, CI } = environment;
  if (!isTTY || TERM === "dumb" || (CI && CI !== "false" && CI !== "0")) return undefined;
  return columns >= leastColumns ? columns : undefined;
}

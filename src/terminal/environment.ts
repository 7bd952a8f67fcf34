/** Settings that the environment variables of a terminal imply. */

/** Least width (columns) of a terminal with a status line. A terminal of unknown width reports 0. */
const leastColumns = 10;

/** Whether the encoding of the locale is UTF-8. */
export function isUtf8Locale(environment: NodeJS.ProcessEnv, platform = process.platform): boolean {
  // On Windows, Node writes to terminals in their own encoding, whatever the variables are.
  if (platform === "win32") return true;
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || "C";
  return /utf-?8/i.test(locale);
}

/**
 * The language of messages in the locale, as a tag for `Intl`: `ko_KR.UTF-8` is `ko-KR`. Undefined where the locale
 * names no language or is not UTF-8. If no variable is set: undefined on Linux, the system's language elsewhere.
 */
export function languageOf(environment: NodeJS.ProcessEnv, platform = process.platform): string | undefined {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const locale = LC_ALL || LC_MESSAGES || LANG;
  if (!locale) return platform === "linux" ? undefined : Intl.DateTimeFormat().resolvedOptions().locale;
  if (!isUtf8Locale(environment, platform)) return undefined;
  return /^([a-z]{2,3}(?:_[A-Z]{2})?)\b/.exec(locale)?.[1]?.replace("_", "-");
}

/**
 * Width (columns) of an output's status line. Undefined for an output that is not a terminal, a terminal without cursor
 * movement, a build server's log, and a width below {@link leastColumns}.
 */
export function statusWidth(
  { isTTY, columns }: Pick<NodeJS.WriteStream, "isTTY" | "columns">,
  environment: NodeJS.ProcessEnv,
): number | undefined {
  const { TERM, CI } = environment;
  if (!isTTY || TERM === "dumb" || (CI && CI !== "false" && CI !== "0")) return undefined;
  return columns >= leastColumns ? columns : undefined;
}

/** Settings that the environment variables of a terminal imply. */

/** Smallest width (columns) of a terminal on which a status line is shown. A terminal of unknown width reports 0. */
const leastColumns = 10;

/** Whether the encoding of the locale is UTF-8. */
export function isUtf8Locale(environment: NodeJS.ProcessEnv, platform = process.platform): boolean {
  // On Windows, Node converts its output to the encoding of the terminal, whatever the variables are.
  if (platform === "win32") return true;
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || "C";
  return /utf-?8/i.test(locale);
}

/**
 * The language of messages in the locale, as a tag for `Intl`: `ko_KR.UTF-8` is `ko-KR`. Undefined if the locale names
 * no language or is not UTF-8. If no variable names a locale, the result is undefined on Linux, and the system's
 * language on other platforms.
 */
export function languageOf(environment: NodeJS.ProcessEnv, platform = process.platform): string | undefined {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const locale = LC_ALL || LC_MESSAGES || LANG;
  if (!locale) return platform === "linux" ? undefined : Intl.DateTimeFormat().resolvedOptions().locale;
  if (!isUtf8Locale(environment, platform)) return undefined;
  return /^([a-z]{2,3}(?:_[A-Z]{2})?)\b/.exec(locale)?.[1]?.replace("_", "-");
}

/**
 * Width (columns) of an output's status line. Undefined if the output is not a terminal, if the terminal cannot move
 * the cursor, in the log of a build server, and if the width is below {@link leastColumns}.
 */
export function statusWidth(
  { isTTY, columns }: Pick<NodeJS.WriteStream, "isTTY" | "columns">,
  environment: NodeJS.ProcessEnv,
): number | undefined {
  const { TERM, CI } = environment;
  if (!isTTY || TERM === "dumb" || (CI && CI !== "false" && CI !== "0")) return undefined;
  return columns >= leastColumns ? columns : undefined;
}

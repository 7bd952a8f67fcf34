/**
 * Patterns, the most relevant first: V8's fatal errors, which a stack follows; an uncaught error; any line with
 * "error".
 */
const patterns = [/^(FATAL ERROR:|# Fatal )/, /^(Uncaught )?([A-Z]\w*)?Error\b/, /error/i];

/**
 * The line that best explains why a process ended. Tries the patterns one after the other, the most relevant first, and
 * returns the last line that matches. Returns the last line if no pattern has a match, and undefined without lines.
 */
export function mostRelevantLine(lines: readonly string[]): string | undefined {
  for (const pattern of patterns) {
    const line = lines.findLast((candidate) => pattern.test(candidate));
    if (line) return line.trim();
  }
  return lines.at(-1)?.trim();
}

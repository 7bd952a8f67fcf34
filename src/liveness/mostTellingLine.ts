/** In order: V8's own last words, which a stack follows; an error that nobody caught; anything that speaks of one. */
const tellingPatterns = [/^(FATAL ERROR:|# Fatal )/, /^(Uncaught )?([A-Z]\w*)?Error\b/, /error/i];

/** Which of a dead process's last lines explains most, or else the very last; undefined when it said nothing. */
export function mostTellingLine(lines: readonly string[]): string | undefined {
  for (const pattern of tellingPatterns) {
    const line = lines.findLast((candidate) => pattern.test(candidate));
    if (line) return line.trim();
  }
  return lines.at(-1)?.trim();
}

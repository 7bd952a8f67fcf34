/** In order: V8's own last words, which a stack follows; an error that nobody caught; anything that speaks of one. */
const tellingPatterns = [/^(FATAL ERROR:|# Fatal )/, /^(Uncaught )?([A-Z]\w*)?Error\b/, /error/i];

/** The line of a dead process's stderr that explains most, or else its last one; undefined when it said nothing. */
export function mostTellingLine(stderr: string): string | undefined {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  for (const pattern of tellingPatterns) {
    const line = lines.findLast((candidate) => pattern.test(candidate));
    if (line) return line.trim();
  }
  return lines.at(-1)?.trim();
}

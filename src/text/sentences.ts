/** Joins sentences with spaces; leaves out undefined ones. */
export function sentences(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(" ");
}

/** A sentence that is to go on: without its full stop. */
export function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, "");
}

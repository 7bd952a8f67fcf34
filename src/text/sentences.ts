/** Joins sentences with spaces; leaves out undefined ones. */
export function sentences(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(" ");
}

/** A sentence without its full stop, so that it can be continued. */
export function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, "");
}

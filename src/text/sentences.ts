/** Joins sentences with spaces; leaves out undefined ones. */
export function sentences(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(" ");
}

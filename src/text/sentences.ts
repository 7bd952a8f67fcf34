/** Whole sentences one after another; what is undefined is left out. */
export function sentences(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(" ");
}

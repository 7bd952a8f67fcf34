/** Texts of users and of files within an error: shortened, so that the error stays one sentence. */

/** Largest number of characters of a value in an error. */
const longest = 80;

/** A value within an error: a number as it is, anything else as JSON, of at most 82 characters. */
export function quotation(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(excerpt(value));
  return typeof value === "number" ? String(value) : excerpt(JSON.stringify(value));
}

/** A text within an error that needs no quotation marks, of at most 80 characters. */
export function excerpt(text: string): string {
  return shortened(text, longest);
}

/** Largest number of characters of a path in an error. A usual path is whole. */
const longestPath = 400;

/** A path that a user gave within an error. */
export function pathExcerpt(path: string): string {
  return shortened(path, longestPath);
}

/**
 * A text of at most `longest` characters. The middle of a longer text is left out, since the end of an error may state
 * what to do.
 */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const characters = Array.from(text);
  const tail = Math.floor((longest - 1) / 3);
  if (characters.length <= longest) return text;
  return `${characters.slice(0, longest - 1 - tail).join("")}…${characters.slice(-tail).join("")}`;
}

/** Texts of users and of files within an error: shortened, so that the error stays one sentence. */

/** Largest number of characters of a value in an error. */
const longest = 80;

/**
 * A value within an error: a number as it is, a text of at most 80 characters as JSON, anything else as JSON of at most
 * 80 characters. The middle of anything longer is left out.
 */
export function quotation(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(excerpt(value));
  return typeof value === "number" ? String(value) : excerpt(JSON.stringify(value));
}

/** A text within an error, of at most 80 characters, where no quotation marks are needed. */
export function excerpt(text: string): string {
  return shortened(text, longest);
}

/** Largest number of characters of a path in an error. Usual paths are shorter and are shown whole. */
const longestPath = 400;

/** A path that a user gave, of at most 400 characters, for an error. */
export function pathExcerpt(path: string): string {
  return shortened(path, longestPath);
}

/**
 * Shortens a text to at most `longest` characters. The middle of a longer text is left out, not the end: the end of an
 * error may state what to do.
 */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const characters = Array.from(text);
  const tail = Math.floor((longest - 1) / 3);
  if (characters.length <= longest) return text;
  return `${characters.slice(0, longest - 1 - tail).join("")}…${characters.slice(-tail).join("")}`;
}

/** Texts of users and of files within an error: shortened, so that the error stays one sentence. */

/** Largest number of characters of a value in an error. */
const longest = 80;

/**
 * Writes a value for an error: a number as it is, a text as JSON of at most 80 of its characters, anything else as at
 * most 80 characters of its JSON.
 */
export function quotation(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(excerpt(value));
  return typeof value === "number" ? String(value) : excerpt(JSON.stringify(value));
}

/** Shortens a text to at most 80 characters, for an error in which the text needs no quotation marks. */
export function excerpt(text: string): string {
  return shortened(text, longest);
}

/** Largest number of characters of a path in an error. Usual paths are shorter and are shown whole. */
const longestPath = 400;

/** Shortens a path that a user gave to at most 400 characters, for an error. */
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

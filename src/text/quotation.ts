/** Shortens texts of users and of files for use in an error message. */

/** Largest number of characters that an error message shows of a value. */
const longest = 80;

/**
 * Formats a value for an error message. A number is shown in full. A text is shortened to at most 80 characters and put
 * into quotation marks as in JSON. Of any other value, at most 80 characters of its JSON are shown.
 */
export function quotation(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(excerpt(value));
  return typeof value === "number" ? String(value) : excerpt(JSON.stringify(value));
}

/** Shortens a text to at most 80 characters, for an error message that shows the text without quotation marks. */
export function excerpt(text: string): string {
  return shortened(text, longest);
}

/**
 * Largest number of characters that an error message shows of a path. Usual paths are shorter and are shown in full.
 */
const longestPath = 400;

/** Shortens a path that a user gave to at most 400 characters, for an error message. */
export function pathExcerpt(path: string): string {
  return shortened(path, longestPath);
}

/**
 * Shortens a text to at most `longest` characters. The middle of a longer text is left out, since the end of an error
 * message may say what the user can do.
 */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const characters = Array.from(text);
  const tail = Math.floor((longest - 1) / 3);
  if (characters.length <= longest) return text;
  return `${characters.slice(0, longest - 1 - tail).join("")}…${characters.slice(-tail).join("")}`;
}

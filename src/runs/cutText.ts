/**
 * The beginning of a text, with at most `longest` characters. It is a copy: a slice would keep the whole text in
 * memory.
 */
export function cutText(text: string, longest: number): string {
  return text.length > longest ? JSON.parse(JSON.stringify(`${text.slice(0, longest - 1)}…`)) : text;
}

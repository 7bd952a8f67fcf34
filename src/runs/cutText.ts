/**
 * A text of at most `longest` characters: a longer one is cut off and ends with `…`. The beginning is copied, since a
 * slice would keep the whole text in memory.
 */
export function cutText(text: string, longest: number): string {
  return text.length > longest ? JSON.parse(JSON.stringify(`${text.slice(0, longest - 1)}…`)) : text;
}

/** At most so many characters of a text, in memory of their own: what is sliced keeps the whole text in memory. */
export function cutText(text: string, longest: number): string {
  return text.length > longest ? JSON.parse(JSON.stringify(`${text.slice(0, longest - 1)}…`)) : text;
}

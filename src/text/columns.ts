import { eastAsianWidth } from "get-east-asian-width";

/** Number of columns that a text takes in a terminal. A Korean letter takes two columns. */
export function columnsOf(text: string): number {
  return Array.from(text).reduce((columns, letter) => columns + eastAsianWidth(letter.codePointAt(0)!), 0);
}

export function padToColumns(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - columnsOf(text)));
}

/** The longest beginning of a text that takes at most `columns`. */
export function cutToColumns(text: string, columns: number): string {
  const letters = Array.from(text);
  while (columnsOf(letters.join("")) > columns) letters.pop();
  return letters.join("");
}

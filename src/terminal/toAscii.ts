const plain: Readonly<Record<string, string>> = {
  "…": "...",
  "×": "x",
  "–": "-",
  "—": "-",
  "−": "-",
  "·": "-",
  "→": "->",
  "‘": "'",
  "’": "'",
  "“": '"',
  "”": '"',
  "█": "#",
  "░": "-",
  "\ufffd": "?",
};

const replaced = new RegExp(`[${Object.keys(plain).join("")}]`, "gu");

/**
 * Replaces the signs that this project's texts use, such as `…`, with ASCII characters. All other characters stay
 * unchanged.
 */
export function toAscii(text: string): string {
  return text.replace(replaced, (sign) => plain[sign]!);
}

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

/** The same text with this project's own signs in ASCII; names and paths stay what they are. */
export function toAscii(text: string): string {
  return text.replace(replaced, (sign) => plain[sign]!);
}

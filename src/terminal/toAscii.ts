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

/** The text with this project's own signs replaced by ASCII. Names and paths stay unchanged. */
export function toAscii(text: string): string {
  return text.replace(replaced, (sign) => plain[sign]!);
}

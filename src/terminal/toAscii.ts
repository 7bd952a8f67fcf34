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

/** Replaces the signs of this project's own texts, such as `…`, by ASCII. All other characters stay unchanged. */
export function toAscii(text: string): string {
  return text.replace(replaced, (sign) => plain[sign]!);
}

/** What a terminal would obey instead of showing, and what turns text around. */
const obeyed = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text from somebody else, on one line, as a terminal shows and never obeys it. */
export function printable(text: string): string {
  return text.replace(obeyed, "\ufffd");
}

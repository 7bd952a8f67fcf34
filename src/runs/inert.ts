/**
 * Text that may come from a stranger (names, paths, notes, errors), made inert for the place that shows it: nothing in
 * it is obeyed, followed or hidden. Text that is inert already stays as it is, but for {@link inMarkdown}.
 */

/**
 * What a reader cannot see and a terminal may obey: control characters (ANSI escapes begin with one), line and
 * paragraph separators, bidirectional marks, characters of no width, tags, and halves of a surrogate pair.
 */
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;

const joiningScript =
  "[\\p{scx=Arab}\\p{scx=Syrc}\\p{scx=Mong}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}" +
  "\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}\\p{scx=Khmr}]";
const emoji = "\\p{Extended_Pictographic}[\\ufe0f\\p{EMod}]?";

/** Where a character of no width changes what is drawn, as in emoji and in scripts whose letters join. */
const seen = [
  `${emoji}(?:\\u200d${emoji})*`,
  "[0-9#*]\\ufe0f\\u20e3",
  `(?<=${joiningScript})[\\u200c\\u200d](?=${joiningScript})`,
].join("|");

const seenOrUnseen = new RegExp(`${seen}|(${unseen.source})`, "gu");

/** On one line, with U+FFFD in the place of each character that is {@link unseen}. */
export function inLine(text: string): string {
  if (!unseen.test(text)) return text;
  return text.replace(seenOrUnseen, (found, hidden) => (hidden === undefined ? found : "\ufffd"));
}

/** As {@link inLine}, of several lines, which may be indented with tabs. */
export function inText(text: string): string {
  return text.replace(/[^\t\n]+/g, inLine);
}

/** As {@link inLine}, with a space in the place of each line break: an error's message may have several lines. */
export function inSentence(text: string): string {
  return inLine(text.replace(/\s+/g, (space) => (/[\r\n\u2028\u2029]/.test(space) ? " " : space)));
}

/**
 * For the editor's notifications, progress, quick picks, input boxes, trees and status bar. They make a link of
 * `[label](command:…)` and an icon of `$(name)`. A space breaks either apart: it is visible, and it alters no letter.
 */
export function inEditor(text: string): string {
  return inSentence(text).replaceAll("](", "] (").replaceAll("$(", "$ (");
}

/** For Markdown, where a backslash makes any ASCII punctuation a character like others, be it of a link or an address. */
export function inMarkdown(text: string): string {
  return inSentence(text).replace(/[!-/:-@[-`{-~]/g, "\\$&");
}

/** A name for a sentence, which is to stay readable, wherever the sentence is shown. */
export function inName(name: string): string {
  return inEditor(shortened(name, 80));
}

/**
 * JSON on one line, in which the characters that are {@link unseen} are written as `\uXXXX`. It is parsed to the same
 * value.
 */
export function inJson(json: string): string {
  return json.replace(everyUnseen, (character) =>
    Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(""),
  );
}

const everyUnseen = new RegExp(unseen.source, "gu");

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

/** At most so many characters: the middle of a longer text is left out, as its end may say what to do. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const characters = Array.from(text);
  const tail = Math.floor((longest - 1) / 3);
  if (characters.length <= longest) return text;
  return `${characters.slice(0, longest - 1 - tail).join("")}…${characters.slice(-tail).join("")}`;
}

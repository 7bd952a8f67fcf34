import { shortened } from "../text/quotation";

/**
 * Functions that make text of unknown origin (names, paths, notes, errors) inert for the place that shows it: no part
 * of the text is executed or followed, and no character is invisible. {@link inLine}, {@link inText},
 * {@link inSentence} and {@link inEditor} leave their own output unchanged. {@link inMarkdown} escapes its own output
 * again. {@link inName} also shortens the text.
 */

/**
 * Characters that a reader cannot see or a terminal may execute: control characters (ANSI escapes begin with one), line
 * and paragraph separators, bidirectional marks, zero-width characters, tag characters, annotation characters, and lone
 * surrogates.
 */
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;

const joiningScript =
  "[\\p{scx=Arab}\\p{scx=Syrc}\\p{scx=Mong}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}" +
  "\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}\\p{scx=Khmr}]";
const emoji = "\\p{Extended_Pictographic}[\\ufe0f\\p{EMod}]?";

/** Sequences with zero-width characters that change what is drawn, as in emoji and in scripts with joined letters. */
const seen = [
  `${emoji}(?:\\u200d${emoji})*`,
  "[0-9#*]\\ufe0f\\u20e3",
  `(?<=${joiningScript})[\\u200c\\u200d](?=${joiningScript})`,
].join("|");

const seenOrUnseen = new RegExp(`${seen}|(${unseen.source})`, "gu");

/** The text with U+FFFD instead of each {@link unseen} character, except in {@link seen} sequences. */
export function inLine(text: string): string {
  if (!unseen.test(text)) return text;
  return text.replace(seenOrUnseen, (found, hidden) => (hidden === undefined ? found : "\ufffd"));
}

/** Makes a text inert like {@link inLine}, but keeps line feeds and tabs. */
export function inText(text: string): string {
  return text.replace(/[^\t\n]+/g, inLine);
}

/** Makes a text inert like {@link inLine}. Whitespace that contains a line break becomes a space. */
export function inSentence(text: string): string {
  return inLine(text.replace(/\s+/g, (space) => (/[\r\n\u2028\u2029]/.test(space) ? " " : space)));
}

/**
 * Inert text for notifications, progress, quick picks, input boxes, trees and the status bar of VS Code. VS Code turns
 * `[label](command:…)` into a link there and `$(name)` into an icon. An inserted space prevents both. The space is
 * visible and changes no letter.
 */
export function inEditor(text: string): string {
  return inSentence(text).replaceAll("](", "] (").replaceAll("$(", "$ (");
}

/**
 * Inert text for Markdown, outside of code. A backslash before each ASCII punctuation character takes away its meaning,
 * so that no part of the text becomes a link.
 */
export function inMarkdown(text: string): string {
  return inSentence(text).replace(/[!-/:-@[-`{-~]/g, "\\$&");
}

/** A name within a sentence: shortened to 80 characters and made inert by {@link inEditor}. */
export function inName(name: string): string {
  return inEditor(shortened(name, 80));
}

/** JSON on one line with `\uXXXX` instead of characters that are {@link unseen}. It parses to the same value. */
export function inJson(json: string): string {
  return json.replace(everyUnseen, (character) =>
    Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(""),
  );
}

const everyUnseen = new RegExp(unseen.source, "gu");

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

/** Splits the text of a filter into words, with the position of each part. */
import { type Operator, operators } from "./columnKinds";

/** A part of a filter's text. */
export interface Part {
  /** The text without the quotation marks around it. Of a doubled quotation mark within them, one is left. */
  text: string;
  /** Index, in the filter's text, of the first character or quotation mark. */
  start: number;
  /** Index, in the filter's text, after the last character or quotation mark. */
  end: number;
}

/** A word of a filter: `free`, `"free text"`, `lr > 0.01`, `-tag:"no shuffle"`, `status:failed,stopped`. */
export interface FilterWord {
  start: number;
  end: number;
  isNegated: boolean;
  /** The name of the column, or `is`; undefined for free text. */
  key: Part | undefined;
  operator: Operator | undefined;
  value: Part;
  /** The parts of the value between commas; the whole value if it has no comma. */
  alternatives: readonly Part[];
  isQuoted: boolean;
  /** Whether the word has a quotation mark that is not closed. */
  isOpen: boolean;
}

/** A column and an operator at the beginning of a text. Blanks may be around the operator. */
const keyAndOperator = new RegExp(`^(\\p{L}[\\p{L}\\p{M}\\w.-]*)(\\s*)(${operators.join("|")})\\s*`, "u");

export function filterWords(text: string): FilterWord[] {
  const words: FilterWord[] = [];
  for (let at = 0; at < text.length; ) {
    // Minus signs alone are no word: the user has not written the word after them yet.
    if (/^(\s|-+(\s|$))/.test(text.slice(at))) at++;
    else {
      const word = wordAt(text, at);
      words.push(word);
      at = word.end;
    }
  }
  return words;
}

/** The index of the first minus that has no word after it; undefined if there is none. */
export function minusAlone(text: string): number | undefined {
  let from = 0;
  for (const { start, end } of [...filterWords(text), { start: text.length, end: text.length }]) {
    const at = text.slice(from, start).indexOf("-");
    if (at !== -1) return from + at;
    from = end;
  }
  return undefined;
}

function wordAt(text: string, start: number): FilterWord {
  const isNegated = text[start] === "-" && start + 1 < text.length && /\S/.test(text[start + 1]!);
  const from = isNegated ? start + 1 : start;
  const [whole = "", name = "", blanks = "", operator = ""] = keyAndOperator.exec(text.slice(from)) ?? [];
  const afterOperator = from + name.length + blanks.length + operator.length;
  // In `lr: acc>0.9`, the text after the blank is a separate word, and not the value of `lr`.
  const isNext = whole.length > afterOperator - from && keyAndOperator.test(text.slice(from + whole.length));
  const alternatives = isNext
    ? [{ text: "", start: afterOperator, end: afterOperator, isOpen: false }]
    : alternativesAt(text, from + whole.length);
  const [first, last] = [alternatives[0]!, alternatives.at(-1)!];
  return {
    start,
    end: last.end,
    isNegated,
    key: name === "" ? undefined : { text: name, start: from, end: from + name.length },
    operator: operator === "" ? undefined : (operator as Operator),
    value: {
      text: alternatives.map((one) => one.text).join(","),
      start: first.start,
      end: last.end,
    },
    alternatives,
    isQuoted: text[first.start] === '"',
    isOpen: last.isOpen,
  };
}

/** An alternative of a value. `isOpen`: whether it has a quotation mark that is not closed. */
interface Alternative extends Part {
  isOpen: boolean;
}

/** The alternatives of the value that begins at `start`. Commas separate them, and each may be in quotation marks. */
function alternativesAt(text: string, start: number): Alternative[] {
  const parts: Alternative[] = [];
  let at = start;
  do {
    if (parts.length > 0) at++;
    const part = partAt(text, at);
    parts.push(part);
    at = part.end;
  } while (text[at] === ",");
  return parts;
}

/** A text in quotation marks, in which a doubled quotation mark stands for one; the last one may be missing. */
const quotedText = /^"([^"]*(?:""[^"]*)*)("?)/;

function partAt(text: string, start: number): Alternative {
  const [whole, within = "", close] = quotedText.exec(text.slice(start)) ?? [];
  if (whole !== undefined)
    return { text: within.replaceAll('""', '"'), start, end: start + whole.length, isOpen: close === "" };
  const [value = ""] = /^[^\s,]*/.exec(text.slice(start)) ?? [];
  return { text: value, start, end: start + value.length, isOpen: false };
}

/**
 * A value in the form in which a filter contains it: in quotation marks if it needs them, with each quotation mark
 * within them doubled. A value that begins like a column with an operator, such as `lr=0.1`, needs them where no column
 * is before it.
 */
export function quoted(text: string): string {
  return /[\s",]|^-|\.\./.test(text) || keyAndOperator.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

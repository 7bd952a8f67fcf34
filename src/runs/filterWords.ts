/** Splits the text of a filter into words, with the position of each part. */
import { type Operator, operators } from "./columnKinds";

/** A part of a filter's text. */
export interface Part {
  /** Without quotes. */
  text: string;
  /** Positions in the filter's text, with the quotes. */
  start: number;
  end: number;
}

/** A word of a filter: `free`, `"free text"`, `lr>0.01`, `-tag:"no shuffle"`. */
export interface FilterWord {
  start: number;
  end: number;
  isNegated: boolean;
  /** The column; undefined of free text. */
  key: Part | undefined;
  operator: Operator | undefined;
  value: Part;
  /** Whether a quote is not closed. */
  isOpen: boolean;
}

const keyAndOperator = new RegExp(`^([A-Za-z][\\w.-]*)(${operators.join("|")})`);

export function filterWords(text: string): FilterWord[] {
  const words: FilterWord[] = [];
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text[at]!)) at++;
    else {
      const word = wordAt(text, at);
      words.push(word);
      at = word.end;
    }
  }
  return words;
}

function wordAt(text: string, start: number): FilterWord {
  const isNegated = text[start] === "-" && start + 1 < text.length && /\S/.test(text[start + 1]!);
  const from = isNegated ? start + 1 : start;
  const [, name = "", operator = ""] = keyAndOperator.exec(text.slice(from)) ?? [];
  const { isOpen, ...value } = valueAt(text, from + name.length + operator.length);
  return {
    start,
    end: value.end,
    isNegated,
    key: name === "" ? undefined : { text: name, start: from, end: from + name.length },
    operator: operator === "" ? undefined : (operator as Operator),
    value,
    isOpen,
  };
}

function valueAt(text: string, start: number): Part & { isOpen: boolean } {
  if (text[start] === '"') {
    const close = text.indexOf('"', start + 1);
    const end = close === -1 ? text.length : close + 1;
    return { text: text.slice(start + 1, close === -1 ? end : close), start, end, isOpen: close === -1 };
  }
  const [value = ""] = /^\S*/.exec(text.slice(start)) ?? [];
  return { text: value, start, end: start + value.length, isOpen: false };
}

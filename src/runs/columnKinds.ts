/**
 * The kinds of columns. A kind determines how values are compared and written, how a filter tests them, and how
 * differences of values are written.
 */
import * as l10n from "@vscode/l10n";
import { language } from "../text/language";
import { upToDecimals, wholeNumber, withDecimals, withDigits } from "../text/numbers";
import { parseNumber } from "../text/parseNumber";
import { hasText, isSameText } from "../text/sameText";
import { duration } from "./figures";

/** A run's value of a column, in the form in which an exported file holds it. */
export type Value = number | string | boolean | readonly string[];

/** The operators of a filter. `=` means the same as `:`, but cannot follow the key `is`. */
export const operators = [">=", "<=", "!=", ":", "=", ">", "<"] as const;
export type Operator = (typeof operators)[number];

/** Returns whether a value fits a word of a filter, such as `lr>0.01`. */
export type Test = (value: Value) => boolean;

interface KindOfColumn {
  isNumber: boolean;
  compare: (a: Value, b: Value) => number;
  write: (value: Value) => string;
  /** Writes the absolute value of a difference of two values; undefined for a kind whose differences are not shown. */
  difference: ((size: number) => string) | undefined;
  /**
   * Returns whether a text in a filter names a higher value than another one. Both texts must be valid values.
   * Undefined for a kind whose values have no order, and thus no ranges.
   */
  isAfter: ((text: string, other: string) => boolean) | undefined;
  /**
   * Makes the test of a word of a filter.
   * @param wanted the value in the filter
   * @param choices the texts of the column's choices, by value; empty for a column without choices
   * @returns the test, or for an invalid `wanted` a clause that states what is allowed, such as `must be a number`
   */
  test: (operator: Operator, wanted: string, choices: Choices) => Test | string;
}

/**
 * Whether an operator tests for equality or inequality. Several values, as in `optimizer:adam,sgd`, may follow only
 * such an operator.
 */
export const isEqual = (operator: Operator) => operator === ":" || operator === "=" || operator === "!=";

/**
 * Whether a run's value fits an operator and the value after it in a filter.
 * @param order the run's value compared with the filter's value: negative, 0 or positive, as in a sort function
 */
function fits(operator: Operator, order: number): boolean {
  switch (operator) {
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ":":
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    default:
      return operator satisfies never;
  }
}

const ofTexts = {
  isNumber: false,
  isAfter: undefined,
  compare: byText,
  write: String,
  difference: undefined,
} as const;

/**
 * A kind of columns with numbers.
 * @param read parses a number in a filter; returns undefined for a text that is no number
 * @param requirement the error for a text that is no number, as a clause such as `must be a number`
 * @param difference writes the absolute value of a difference of two values
 * @param whyRefused returns the error for a number that is not allowed, as a clause; undefined for an allowed number.
 * Default: all numbers are allowed
 */
function numeric(
  read: (text: string) => number | undefined,
  requirement: string,
  difference: (size: number) => string,
  whyRefused: (number: number) => string | undefined = () => undefined,
): KindOfColumn {
  return {
    isNumber: true,
    difference,
    isAfter: (text, other) => read(text)! > read(other)!,
    compare: (a, b) => Number(a) - Number(b),
    write: (value) => upToDecimals(Number(value), 10),
    test: (operator, wanted) => {
      const number = read(wanted);
      if (number === undefined) return requirement;
      const refusal = whyRefused(number);
      if (refusal !== undefined) return refusal;
      // Numbers that differ by rounding only are equal, such as 0.3 and 0.1 + 0.2.
      const isSame = (value: number) => Math.abs(value - number) <= 1e-12 * Math.abs(number);
      return (value) => fits(operator, isSame(Number(value)) ? 0 : Number(value) - number);
    },
  };
}

export const columnKinds = {
  number: numeric(decimal, l10n.t("must be a number"), plainDifference),
  /** A share from 0 to 1. A filter may also give a percentage: a number with `%`, or a number above 1. */
  share: numeric(share, l10n.t("must be a share such as 0.85 or 85%"), points, (number) =>
    number < 0 || number > 1 ? l10n.t("must be from 0% to 100%") : undefined,
  ),
  /** A duration in seconds. A filter may also give a duration in minutes (`min`) or hours (`h`). */
  duration: numeric(seconds, l10n.t("must be a time such as 90s, 10min or 1.5h"), duration),
  /** A whole number. A value that a JavaScript number cannot hold exactly is a text of digits. */
  seed: {
    isNumber: true,
    difference: undefined,
    isAfter: (text, other) => exact(text)! > exact(other)!,
    compare: (a, b) => order(exactOf(a), exactOf(b)),
    write: String,
    test: (operator, wanted) => {
      const number = exact(wanted);
      if (number === undefined) return l10n.t("must be a number");
      return (value) => fits(operator, order(exactOf(value), number));
    },
  },
  text: {
    ...ofTexts,
    test: (operator, wanted) => (value) =>
      isEqual(operator) && hasText(String(value), wanted) === (operator !== "!="),
  },
  words: {
    ...ofTexts,
    write: (value) => [value].flat().join(", "),
    compare: (a, b) => byText([a].flat().join(), [b].flat().join()),
    test: (operator, wanted, choices) => {
      const names = Object.keys(choices);
      const found = names.find((name) => isNameOf(name, choices, wanted));
      if (names.length > 0 && found === undefined) return oneOf(choices);
      return (value) =>
        [value].flat().some((word) => isSameText(String(word), found ?? wanted)) === (operator !== "!=");
    },
  },
  widths: {
    ...ofTexts,
    test: (operator, wanted) => {
      // A run without hidden layers has an empty list.
      const widths = isSameText(wanted, "none") ? [] : wanted.split(/\s*[,×x]\s*/).map(parseNumber);
      if (!widths.every(Number.isSafeInteger))
        return l10n.t("must be whole numbers such as 512,512, or none");
      return (value) => (value === widths.join()) === (operator !== "!=");
    },
  },
  choice: {
    ...ofTexts,
    test: (operator, wanted, choices) => {
      const found = Object.keys(choices).find((name) => isNameOf(name, choices, wanted));
      if (found === undefined) return oneOf(choices);
      return (value) => (value === found) === (operator !== "!=");
    },
  },
  flag: {
    ...ofTexts,
    write: (value) => (value ? l10n.t("on") : l10n.t("off")),
    compare: (a, b) => Number(a) - Number(b),
    test: (operator, wanted) => {
      const isOn = ["on", "yes", "true"].includes(wanted.toLowerCase());
      if (!isOn && !["off", "no", "false"].includes(wanted.toLowerCase())) return l10n.t("must be on or off");
      return (value) => (value === isOn) === (operator !== "!=");
    },
  },
  /**
   * A local time as text, such as `2026-01-31 12:00:00`. A filter may give only the beginning of the text, such as a
   * day.
   */
  time: {
    ...ofTexts,
    isAfter: (text, other) => {
      const length = Math.min(text.length, other.length);
      return text.slice(0, length).replace("T", " ") > other.slice(0, length).replace("T", " ");
    },
    compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
    test: (operator, wanted) => {
      if (!/^\d{4}(-\d\d(-\d\d([ T]\d\d(:\d\d(:\d\d)?)?)?)?)?$/.test(wanted))
        return l10n.t('must be a time such as 2026-01-31 or "2026-01-31 12:00"');
      if (!isInCalendar(wanted)) return l10n.t("must be a time that exists");
      const time = wanted.replace("T", " ");
      return (value) => {
        const beginning = String(value).slice(0, time.length);
        return fits(operator, beginning < time ? -1 : beginning > time ? 1 : 0);
      };
    },
  },
} as const satisfies Record<string, KindOfColumn>;

type Choices = Readonly<Record<string, string>>;

/** Whether a text is the choice `value`, or the text of this choice in `choices`. */
function isNameOf(value: string, choices: Choices, text: string): boolean {
  return isSameText(value, text) || isSameText(choices[value]!, text);
}

/** A clause that lists the choices. */
function oneOf(choices: Choices): string {
  return l10n.t("must be one of {0}", Object.keys(choices).join(", "));
}

export type ColumnKind = keyof typeof columnKinds;

/**
 * A difference with three decimals, so that the differences of a column can be compared. A whole number has no
 * decimals, a number below 0.0005 one significant digit.
 */
function plainDifference(size: number): string {
  if (Number.isInteger(size)) return wholeNumber(size);
  return size < 0.0005 ? withDigits(size, 1) : withDecimals(size, 3);
}

/** A difference of two shares in percentage points: `0.008` → `0.8 points`. */
function points(size: number): string {
  return l10n.t("{0} points", withDecimals(100 * size, 1));
}

function decimal(text: string): number | undefined {
  const number = parseNumber(text);
  return Number.isNaN(number) ? undefined : number;
}

/** Parses a number; undefined for a text that is no number. A whole number is exact, however many digits it has. */
function exact(text: string): number | bigint | undefined {
  return /^[+-]?\d+$/.test(text) ? BigInt(text.replace("+", "")) : decimal(text);
}

/** The exact value of a seed, which is a number or a text of digits. */
const exactOf = (value: Value) => BigInt(value as number | string);

/** Compares numbers as a sort function does. JavaScript compares a bigint with a number exactly. */
function order(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether a time such as `2026-02-28 12:00`, or the beginning of one, exists in the calendar. */
function isInCalendar(time: string): boolean {
  const [year, month = 1, day = 1, hour = 0, minute = 0, second = 0] = time.split(/[-T :]/).map(Number);
  const lastDay = new Date(Date.UTC(2000 + (year! % 400), month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= lastDay && hour < 24 && minute < 60 && second < 60;
}

function share(text: string): number | undefined {
  const number = decimal(text.replace(/\s*%$/, ""));
  if (number === undefined) return undefined;
  return text.endsWith("%") || number > 1 ? number / 100 : number;
}

function seconds(text: string): number | undefined {
  const [, number = "", unit = "s"] = /^(.*?)\s*(s|min|h)?$/.exec(text) ?? [];
  const count = decimal(number);
  return count === undefined ? undefined : count * { s: 1, min: 60, h: 3600 }[unit as "s" | "min" | "h"];
}

/**
 * Compares texts in the order of the user's language. Numbers in them are compared by value: `lr 9` comes before
 * `lr 10`.
 */
function byText(a: Value, b: Value): number {
  return String(a).localeCompare(String(b), language(), { numeric: true });
}

/** Filters of runs: `linen lr>0.01 optimizer:adam,sgd -tag:baseline acc:85%..90% is:starred`. */
import * as l10n from "@vscode/l10n";
import { anyOf } from "../text/lists";
import { excerpt, quotation } from "../text/quotation";
import { columnKinds, isEqual, type Operator, operators, type Test, type Value } from "./columnKinds";
import { type Column, columnNamed, columnsLike, exampleColumns, type Row } from "./columns";
import { FilterError } from "./FilterError";
import { type FilterRange, isQuotedPart, rangeIn } from "./filterRange";
import { type FilterWord, filterWords, type Part } from "./filterWords";
import type { Bounds } from "./Hyperparameter";
import { hyperparameters } from "./hyperparameters";
import { unknownWord, wordTest } from "./unknownWord";

/** A parsed filter. */
export interface RunFilter {
  /** Whether a run fits all words of the filter. */
  matches: (run: Row) => boolean;
  /**
   * Whether a word of the filter is about the archive: `is:archived`, or a word with the column `archived`. If no word
   * is about the archive, lists leave out archived runs.
   */
  isAboutArchive: boolean;
  /** The error of {@link unknownWord} about the words of the filter; undefined if there is none. */
  unknownAmong: (runs: readonly Row[]) => FilterError | undefined;
  /** The filter's words with a minus, each with the number of runs in `runs` that the word leaves out. */
  exclusionsOf: (runs: readonly Row[]) => Exclusion[];
}

/** A filter's word with a minus, as the user wrote it, and the number of runs that the word leaves out. */
export interface Exclusion {
  word: string;
  runs: number;
}

/** The properties that can follow `is:`. */
const properties: Readonly<Record<string, (run: Row) => boolean>> = {
  starred: ({ labels }) => labels.starred,
  archived: ({ labels }) => labels.archived,
  fork: ({ state }) => state.parent !== undefined,
};

export const propertyNames = Object.keys(properties);

/** Parses a filter. @throws FilterError for the first word that is wrong */
export function parseFilter(text: string): RunFilter {
  const words = filterWords(text);
  const tests = words.map((word) => {
    const test = testOf(word);
    return word.isNegated ? (run: Row) => !test(run) : test;
  });
  return {
    matches: (run) => tests.every((test) => test(run)),
    isAboutArchive: words.some(({ key, value }) =>
      isKey(key?.text, "is") ? isKey(value.text, "archived") : isKey(key?.text, "archived"),
    ),
    unknownAmong: (runs) => unknownWord(words, runs),
    exclusionsOf: (runs) =>
      words.flatMap(({ isNegated, start, end }, index) => {
        const count = () => runs.filter((run) => !tests[index]!(run)).length;
        return isNegated ? [{ word: text.slice(start, end), runs: count() }] : [];
      }),
  };
}

const isKey = (text: string | undefined, key: string) => text?.toLowerCase() === key;

function testOf(word: FilterWord): (run: Row) => boolean {
  const { start, end, key, operator, value, isOpen } = word;
  if (isOpen)
    throw new FilterError(
      l10n.t("A quotation mark is not closed; a doubled one stands for a quotation mark in the text."),
      value,
    );
  if (!key || !operator) return freeText(word);
  if (value.text === "")
    throw new FilterError(l10n.t("{0} needs a value after {1}.", excerpt(key.text), operator), word);
  if (isKey(key.text, "is")) return propertyTest(word);
  const column = columnNamed(key.text);
  if (!column) throw new FilterError(noColumn(key.text), key);
  if (!columnKinds[column.kind].isAfter && [">", ">=", "<", "<="].includes(operator))
    throw new FilterError(
      l10n.t("{0} has no order, so that {1} cannot be used; use : or !=.", key.text, operator),
      { start, end },
    );
  checkDecimalPoint(column, word);
  // The widths of layers, as in `hidden:512,512`, are one value although they have commas between them.
  const wanted = isEqual(operator) && column.kind !== "widths" ? word.alternatives : [value];
  const tests = wanted.map((one) => {
    const range = isEqual(operator) ? rangeIn(one.text) : undefined;
    if (one.text === ".." && !isQuotedPart(one) && columnKinds[column.kind].isAfter)
      throw new FilterError(
        l10n.t("The range {0} has no end; write a value before it, after it, or both.", one.text),
        one,
      );
    return range
      ? rangeTest(key.text, column, operator, one, range)
      : valueTest(key.text, column, operator, one);
  });
  const isExclusion = operator === "!=";
  const fits = (value: Value) =>
    isExclusion ? tests.every((test) => test(value)) : tests.some((test) => test(value));
  return (run) => isMeant(column.value(run), isExclusion, fits);
}

/**
 * Refuses a number with a decimal comma, which would mean two alternatives: `lr:0,001`, `acc>85,5%`. A comma is
 * accepted if both numbers can be meant, as in `batch:32,64`.
 * @throws FilterError
 */
function checkDecimalPoint(column: Column, { operator, value, alternatives }: FilterWord): void {
  if (!columnKinds[column.kind].isNumber) return;
  const inQuotes = alternatives.find(({ text }) => /^[+-]?\d+,\d/.test(text));
  if (inQuotes) throw decimalComma(inQuotes.text, inQuotes);
  const comma = alternatives.findIndex((one, index) => {
    const [whole, part] = [alternatives[index - 1]?.text ?? "", /^\d+/.exec(one.text)?.[0]];
    if (part === undefined || !/^[+-]?\d+$/.test(whole)) return false;
    return !isEqual(operator!) || /^0\d/.test(part) || (/^[+-]?0$/.test(whole) && isFraction(column, part));
  });
  if (comma === -1) return;
  const parts = alternatives.slice(comma - 1, comma + 1).map(({ text }) => text.split("..")[0]!);
  throw decimalComma(parts.join(), value);
}

function decimalComma(text: string, part: Part): FilterError {
  const shown = excerpt(text);
  const withPoint = shown.replace(",", ".");
  return new FilterError(
    /^[+-]?[1-9]\d{0,2},\d{3}\b/.test(shown)
      ? l10n.t(
          "{0} has a comma; write {1} for a decimal, or {2} for thousands.",
          shown,
          withPoint,
          shown.replace(",", ""),
        )
      : l10n.t("{0} has a decimal comma; write {1} with a point.", shown, withPoint),
    part,
  );
}

/**
 * Whether the comma in `0,PART` can only be a decimal comma, since 0 and PART make no sense as two alternatives. True
 * for shares and for losses. True for a hyperparameter that allows fractions, if its bounds exclude 0 or PART. False
 * for any other column.
 */
function isFraction({ kind, better, hyperparameter }: Column, part: string): boolean {
  if (kind === "share" || better === "lower") return true;
  const { allows } = hyperparameter ? hyperparameters[hyperparameter] : {};
  if (allows?.kind !== "number") return false;
  const { above = Number.NEGATIVE_INFINITY, below, to }: Bounds = allows;
  return (
    above >= 0 ||
    Number(part) > (to ?? Number.POSITIVE_INFINITY) ||
    Number(part) >= (below ?? Number.POSITIVE_INFINITY)
  );
}

/**
 * The test of a column against a single value, as in `lr>0.01`.
 * @param name the column's name in the filter
 * @throws FilterError for a text that is no value of the column
 */
function valueTest(name: string, column: Column, operator: Operator, part: Part): Test {
  const test = columnKinds[column.kind].test(operator, part.text, column.choices ?? {});
  if (typeof test !== "string") return test;
  throw new FilterError(l10n.t("{0} {1}, not {2}.", name, test, quotation(part.text)), part);
}

/**
 * The test of a column against a range, as in `acc:85%..90%`.
 * @throws FilterError for a range without quotation marks of a column without an order, for an end that is no value of
 * the column, and for ends in the wrong order
 */
function rangeTest(
  name: string,
  column: Column,
  operator: Operator,
  part: Part,
  { low, high }: FilterRange,
): Test {
  const { isAfter } = columnKinds[column.kind];
  if (!isAfter) {
    // In quotation marks, two dots may be part of a text.
    if (isQuotedPart(part)) return valueTest(name, column, operator, part);
    throw new FilterError(
      l10n.t(
        "{0} has no order, so that the range {1} cannot be used; a text with dots needs quotation marks.",
        name,
        excerpt(part.text),
      ),
      part,
    );
  }
  const isFrom = low === undefined ? undefined : valueTest(name, column, ">=", { ...part, text: low });
  const isTo = high === undefined ? undefined : valueTest(name, column, "<=", { ...part, text: high });
  if (low !== undefined && high !== undefined && isAfter(low, high))
    throw new FilterError(
      l10n.t(
        "The range {0} begins above its end; write {1}.",
        excerpt(part.text),
        excerpt(`${high}..${low}`),
      ),
      part,
    );
  const isExclusion = operator === "!=";
  return (value) => ((isFrom?.(value) ?? true) && (isTo?.(value) ?? true)) !== isExclusion;
}

/**
 * The test of a word with the key `is`, as in `is:starred`.
 * @throws FilterError for a property that does not exist, and for an operator other than `:`
 */
function propertyTest({ operator, value, alternatives }: FilterWord): (run: Row) => boolean {
  const unknown = alternatives.find(({ text }) => !Object.hasOwn(properties, text.toLowerCase()));
  if (operator !== ":" || unknown) {
    const wrong = unknown ?? value;
    throw new FilterError(
      l10n.t("is: must be followed by {0}, not {1}.", anyOf(propertyNames), excerpt(wrong.text)),
      wrong,
    );
  }
  return (run) => alternatives.some(({ text }) => properties[text.toLowerCase()]!(run));
}

function noColumn(name: string): string {
  const like = columnsLike(name);
  return like.length > 0
    ? l10n.t("There is no column {0}. Did you mean {1}?", excerpt(name), anyOf(like))
    : l10n.t(
        "There is no column {0}; columns are for example {1}.",
        excerpt(name),
        exampleColumns.join(", "),
      );
}

/**
 * Whether a run fits a word with a column. A run that has no value in the column fits only a word with `!=`.
 * @param value the run's value of the column
 * @param isExclusion whether the word's operator is `!=`
 */
function isMeant(value: Value | undefined, isExclusion: boolean, test: (value: Value) => boolean): boolean {
  return value === undefined ? isExclusion : test(value);
}

/** Words that join or negate terms in the filters of other products. This filter refuses them. */
const joins = ["OR", "AND", "NOT", "||", "&&"];

/**
 * The test of a word without a column, by {@link wordTest}.
 * @throws FilterError for one of {@link joins}, and for an operator without a column
 */
function freeText(word: FilterWord): (run: Row) => boolean {
  const { value, isQuoted } = word;
  const wanted = value.text;
  if (!isQuoted && joins.includes(wanted))
    throw new FilterError(
      l10n.t(
        "{0} cannot be used: a run must fit all words. Commas separate alternatives, as in status:failed,stopped.",
        wanted,
      ),
      value,
    );
  const operator = operators.find((one) => !isQuoted && wanted.startsWith(one));
  if (operator)
    throw new FilterError(l10n.t("A column must stand before {0}, as in acc>85%.", operator), value);
  return wordTest(word);
}

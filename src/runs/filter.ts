/** Filters of runs: `linen lr>0.01 optimizer:adam -tag:baseline acc>85% is:starred`. */
import * as l10n from "@vscode/l10n";
import { anyOf } from "../text/lists";
import { columnKinds, hasText, type Value } from "./columnKinds";
import { type Column, columnNamed, columns, type Row } from "./columns";
import { type FilterWord, filterWords } from "./filterWords";

/** Which runs a filter means: those that all of its words mean. */
export interface RunFilter {
  matches: (run: Row) => boolean;
  /** Whether a word is about the archive, so that archived runs are not left out anyway. */
  isAboutArchive: boolean;
}

/** What is wrong with a filter: one sentence, and the part of the text that it is about. */
export class FilterError extends Error {
  override name = "FilterError";

  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
  ) {
    super(message);
  }
}

/** What `is:` can name. */
const properties: Readonly<Record<string, (run: Row) => boolean>> = {
  starred: ({ labels }) => labels.starred,
  archived: ({ labels }) => labels.archived,
  fork: ({ state }) => state.parent !== undefined,
};

export const propertyNames = Object.keys(properties);

/** @throws FilterError for the first word that is wrong */
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
  };
}

const isKey = (text: string | undefined, key: string) => text?.toLowerCase() === key;

function testOf({ start, end, key, operator, value, isOpen }: FilterWord): (run: Row) => boolean {
  if (isOpen) throw new FilterError(l10n.t("A quotation mark is not closed."), value.start, value.end);
  if (!key || !operator) return freeText(value.text);
  const error = (message: string, part: { start: number; end: number }) =>
    new FilterError(message, part.start, part.end);
  if (value.text === "")
    throw error(l10n.t("{0} needs a value after {1}.", key.text, operator), { start, end });
  if (isKey(key.text, "is")) {
    const name = value.text.toLowerCase();
    if (operator === ":" && Object.hasOwn(properties, name)) return properties[name]!;
    throw error(l10n.t("is: must be followed by {0}, not {1}.", anyOf(propertyNames), value.text), value);
  }
  const column = columnNamed(key.text);
  if (!column)
    throw error(l10n.t("There is no column {0}; there are {1}.", key.text, filterNames().join(", ")), key);
  const kind = columnKinds[column.kind];
  if (!kind.isOrdered && [">", ">=", "<", "<="].includes(operator))
    throw error(l10n.t("{0} has no order, so that {1} cannot be used; use : or !=.", key.text, operator), {
      start,
      end,
    });
  const test = kind.test(operator, value.text, column.choices ?? {});
  if (typeof test === "string")
    throw error(l10n.t("{0} {1}, not {2}.", key.text, test, JSON.stringify(value.text)), value);
  return (run) => isMeant(column.value(run), operator === "!=", test);
}

/** A run without a value fits only a term that excludes one. */
function isMeant(value: Value | undefined, isExclusion: boolean, test: (value: Value) => boolean): boolean {
  return value === undefined ? isExclusion : test(value);
}

/** Whether the name, a tag or the note has the text. */
function freeText(wanted: string): (run: Row) => boolean {
  return ({ name, labels }) => [name, ...labels.tags, labels.note].some((text) => hasText(text, wanted));
}

/** The names by which a filter knows the columns, one for each. */
export function filterNames(): string[] {
  return ["is", ...columns.map(filterName)];
}

/** The name that a user would write: the short one, where a column has one. */
export function filterName({ id, aliases }: Column): string {
  return aliases[0] ?? id;
}

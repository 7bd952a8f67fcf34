/** Completions at a position of a filter's text. */

import * as l10n from "@vscode/l10n";
import { folded } from "../text/sameText";
import { columnKinds } from "./columnKinds";
import { type Column, columnName, columnNamed, columns, type Row } from "./columns";
import { propertyNames } from "./filter";
import { type FilterWord, filterWords, type Part, quoted } from "./filterWords";

export interface Completion {
  /** The text that replaces the part of the filter from `start` to `end` of {@link Completions}. */
  text: string;
  /** The meaning of the completion, in the user's language; may be empty. */
  detail: string;
}

export interface Completions {
  start: number;
  end: number;
  items: Completion[];
}

/** Largest number of a column's values in the completions. Also the largest number of tags and run names together. */
const mostValues = 20;

/**
 * The completions at a position of a filter's text. Between words: all columns and `is:`. In a word without an
 * operator, or before the operator: columns, then tags and names, then choices such as `optimizer:adam`. After an
 * operator: the choices of the column, on and off for a flag, the properties for `is`, or else the values that the runs
 * have.
 */
export function completionsAt(text: string, position: number, runs: readonly Row[]): Completions {
  const word = filterWords(text).find(({ start, end }) => start < position && position <= end);
  if (!word) return { start: position, end: position, items: keys("") };
  const { key, value, alternatives } = word;
  // The word up to the position.
  const begunWord = filterWords(text.slice(0, position)).at(-1);
  if (!key || position <= key.end) {
    const part = key ?? value;
    const begun = begunWord?.value.text ?? "";
    return {
      start: part.start,
      end: key ? key.end : value.end,
      items: [...keys(begun), ...names(begun, runs), ...choices(begun, runs)],
    };
  }
  const part = alternatives.find(({ end }) => position <= end) ?? value;
  const start = startOfEnd(key, text.slice(part.start, position)) + part.start;
  const written = begunWord?.alternatives.at(-1)?.text ?? "";
  const begun = written.slice(startOfEnd(key, written));
  return { start, end: part.end, items: begins(valuesFor(word, runs), begun) };
}

function keys(begun: string): Completion[] {
  const ofColumns = columns.map((column) => {
    const operator = columnKinds[column.kind].isNumber ? ">" : ":";
    return {
      names: [column.id, ...column.aliases],
      text: `${columnName(column)}${operator}`,
      detail: column.label,
    };
  });
  const all = [
    { names: ["is"], text: "is:", detail: propertyNames.join(", ") },
    ...ofColumns.map((one) => ({ ...one, names: [...one.names, one.detail] })),
  ];
  const found = all.filter(({ names }) => names.some((name) => beginsWith(name, begun)));
  return found.map(({ text, detail }) => ({ text, detail }));
}

/** The tags, then the names of runs, that begin with `begun`; none for an empty text. */
function names(begun: string, runs: readonly Row[]): Completion[] {
  if (begun === "") return [];
  const named = distinct(runs.map(({ name }) => name)).map((text) => ({ text, detail: l10n.t("Name") }));
  const tagged = distinct(runs.flatMap(({ labels }) => labels.tags)).map((tag) => ({
    text: tag,
    detail: l10n.t("Tags"),
  }));
  return begins([...tagged, ...named], begun);
}

/**
 * Words such as `optimizer:adam`: one for each choice that a run in `runs` has and whose value or text begins with
 * `begun`. None if `begun` is empty.
 */
function choices(begun: string, runs: readonly Row[]): Completion[] {
  if (begun === "") return [];
  return columns.flatMap((column) => {
    if (!column.choices) return [];
    const values = distinct(runs.flatMap((run) => [column.value(run) ?? []].flat().map(String)));
    return values
      .filter((value) => [value, column.choices![value] ?? ""].some((name) => beginsWith(name, begun)))
      .map((value) => ({ text: `${columnName(column)}:${value}`, detail: column.label }));
  });
}

function valuesFor({ key }: FilterWord, runs: readonly Row[]): Completion[] {
  if (key?.text.toLowerCase() === "is") return propertyNames.map((text) => ({ text, detail: "" }));
  const column = columnNamed(key?.text ?? "");
  if (!column) return [];
  if (column.choices) return Object.entries(column.choices).map(([text, detail]) => ({ text, detail }));
  if (column.kind === "flag") return ["on", "off"].map((text) => ({ text, detail: column.label }));
  return distinct(sorted(column, runs).flatMap((run) => valueTexts(column, run))).map((text) => ({
    text,
    detail: column.label,
  }));
}

/**
 * The index in `written` at which the upper end of a range such as `1..5` begins; 0 if the value is no range.
 * @param written the text of a filter's value up to the cursor
 */
function startOfEnd({ text }: Part, written: string): number {
  const column = columnNamed(text);
  const dots = column && columnKinds[column.kind].isAfter ? written.indexOf("..") : -1;
  return dots < 0 ? 0 : dots + 2;
}

function sorted(column: Column, runs: readonly Row[]): Row[] {
  return [...runs].sort(column.compare);
}

/** A run's values of a column, as texts; none for the column of notes, since a note may be long. */
function valueTexts(column: Column, run: Row): string[] {
  const value = column.value(run);
  if (value === undefined || column.id === "note") return [];
  return [value].flat().map(String);
}

function begins(completions: readonly Completion[], begun: string): Completion[] {
  return completions
    .filter(({ text }) => beginsWith(text, begun) && text !== begun)
    .slice(0, mostValues)
    .map(({ text, detail }) => ({ text: quoted(text), detail }));
}

const beginsWith = (text: string, begun: string) => folded(text).startsWith(folded(begun));
const distinct = (texts: readonly string[]) => [...new Set(texts)];

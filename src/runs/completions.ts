/** What may stand at a position of a filter's text. */
import * as l10n from "@vscode/l10n";
import { columnKinds } from "./columnKinds";
import { type Column, columnNamed, columns, type Row } from "./columns";
import { filterName, propertyNames } from "./filter";
import { type FilterWord, filterWords } from "./filterWords";

export interface Completion {
  /** The text in the place of `start` to `end`. */
  text: string;
  /** What it means, in the language of the texts. */
  detail: string;
}

export interface Completions {
  start: number;
  end: number;
  items: Completion[];
}

/** Most values that are offered. */
const mostValues = 20;

/**
 * The completions at a position, best first: columns while a word has no operator, else the values of its column that
 * the runs have.
 */
export function completionsAt(text: string, position: number, runs: readonly Row[]): Completions {
  const word = filterWords(text).find(({ start, end }) => start < position && position <= end);
  if (!word) return { start: position, end: position, items: keys("") };
  const { key, value } = word;
  if (!key || position <= key.end) {
    const part = key ?? value;
    const begun = text.slice(part.start, position).replace(/^"/, "");
    return {
      start: part.start,
      end: key ? key.end : value.end,
      items: [...keys(begun), ...names(begun, runs)],
    };
  }
  const begun = text.slice(value.start, position).replaceAll('"', "");
  return { start: value.start, end: value.end, items: begins(valuesFor(word, runs), begun) };
}

function keys(begun: string): Completion[] {
  const ofColumns = columns.map((column) => {
    const operator = columnKinds[column.kind].isNumber ? ">" : ":";
    return {
      names: [column.id, ...column.aliases],
      text: `${filterName(column)}${operator}`,
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

/** Names and tags that begin with the text. */
function names(begun: string, runs: readonly Row[]): Completion[] {
  if (begun === "") return [];
  const named = distinct(runs.map(({ name }) => name)).map((text) => ({ text, detail: l10n.t("Name") }));
  const tagged = distinct(runs.flatMap(({ labels }) => labels.tags)).map((tag) => ({
    text: tag,
    detail: l10n.t("Tags"),
  }));
  return begins([...tagged, ...named], begun);
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

function sorted(column: Column, runs: readonly Row[]): Row[] {
  return [...runs].sort(column.compare);
}

/** The values of a run as a filter writes them. */
function valueTexts(column: Column, run: Row): string[] {
  const value = column.value(run);
  if (value === undefined || column.id === "note") return [];
  return [value].flat().map(String);
}

function begins(completions: readonly Completion[], begun: string): Completion[] {
  return completions
    .filter(({ text }) => beginsWith(text, begun))
    .slice(0, mostValues)
    .map(({ text, detail }) => ({ text: quoted(text), detail }));
}

const beginsWith = (text: string, begun: string) => text.toLowerCase().startsWith(begun.toLowerCase());
const distinct = (texts: readonly string[]) => [...new Set(texts)];

/** A value in quotes where a filter needs them. A quotation mark itself cannot be looked for. */
function quoted(text: string): string {
  return /[\s"]|^-/.test(text) ? `"${text.replaceAll('"', "")}"` : text;
}

/** What a filter's word without a column means, and the errors about words whose text or tag no run has. */
import * as l10n from "@vscode/l10n";
import { anyOf } from "../text/lists";
import { excerpt } from "../text/quotation";
import { folded, hasText, isSameText } from "../text/sameText";
import { type Column, columnName, columnNamed, columns, type Row } from "./columns";
import { FilterError } from "./FilterError";
import { type FilterWord, type Part, quoted } from "./filterWords";
import { hyperparameters } from "./hyperparameters";

/** Largest number of names that an error suggests. */
const mostSuggested = 3;

/**
 * The columns whose values can stand in a filter without the column's name: the status, the diagnoses, and each
 * hyperparameter that decides the result and has a fixed list of values.
 */
const ownWords = columns.filter(
  ({ choices, hyperparameter }) =>
    choices && (hyperparameter === undefined || hyperparameters[hyperparameter].decidesResult),
);

/**
 * The test of a word without a column. A run fits if its name, a tag or its note contains the text. If the text has no
 * quotation marks, a run also fits if the text is one of its choices in {@link ownWords}, such as its status or
 * optimizer.
 */
export function wordTest({ value: { text }, isQuoted }: Pick<FilterWord, "value" | "isQuoted">) {
  const choices = isQuoted ? [] : choicesNamed(text, ownWords);
  return (run: Row): boolean => {
    const { name, labels } = run;
    return (
      [name, ...labels.tags, labels.note].some((one) => hasText(one, text)) ||
      choices.some((choice) => hasChoice(run, choice))
    );
  };
}

/** A value that a column with choices can have. */
interface Choice {
  column: Column;
  key: string;
}

function hasChoice(run: Row, { column, key }: Choice): boolean {
  return [column.value(run)].flat().includes(key);
}

/** The choices of the columns in `among` whose key or label is `text`. */
function choicesNamed(text: string, among: readonly Column[]): Choice[] {
  return among.flatMap((column) =>
    Object.entries(column.choices ?? {}).flatMap(([key, label]) =>
      isSameText(key, text) || isSameText(label, text) ? { column, key } : [],
    ),
  );
}

/**
 * The error about the first word whose text or tag none of the runs has; undefined if there is no such word, or if
 * there are no runs. A word with a minus and a text that no run has is an error only if the text has no quotation marks
 * and is a choice of a column outside {@link ownWords}. A word that excludes a tag, by a minus or by `!=`, is never an
 * error.
 */
export function unknownWord(words: readonly FilterWord[], runs: readonly Row[]): FilterError | undefined {
  for (const word of words) {
    const error = runs.length === 0 ? undefined : unknown(word, runs);
    if (error) return error;
  }
  return undefined;
}

function unknown(word: FilterWord, runs: readonly Row[]): FilterError | undefined {
  const { key, operator, alternatives, isNegated } = word;
  if (!key || !operator) {
    if (runs.some(wordTest(word))) return undefined;
    return ofOtherColumn(word, runs) ?? (isNegated ? undefined : unknownText(word));
  }
  if (isNegated || columnNamed(key.text)?.id !== "tags" || operator === "!=") return undefined;
  const tags = [...new Set(runs.flatMap(({ labels }) => labels.tags))];
  const isKnown = ({ text }: Part) => tags.some((tag) => isSameText(tag, text));
  const wrong = alternatives.some(isKnown) ? undefined : alternatives[0];
  return wrong && unknownTag(word, wrong, tags);
}

/**
 * The error about a text that no run has, but that is a choice of a column whose name the user may have forgotten. A
 * text without quotation marks must be a choice of a column outside {@link ownWords}. A text in quotation marks may be
 * a choice of any column, if one of the runs has this choice. Undefined for any other text, and for a text in quotation
 * marks after a minus.
 */
function ofOtherColumn(word: FilterWord, runs: readonly Row[]): FilterError | undefined {
  const { value: part, isQuoted, isNegated } = word;
  if (isQuoted ? isNegated : choicesNamed(part.text, ownWords).length > 0) return undefined;
  const meant = choicesNamed(part.text, columns)
    .filter((choice) => !isQuoted || runs.some((run) => hasChoice(run, choice)))
    .slice(0, mostSuggested)
    .map(({ column, key }) => `${isNegated ? "-" : ""}${columnName(column)}:${key}`);
  if (meant.length === 0) return undefined;
  return new FilterError(
    l10n.t(
      "No run has {0} in its name, a tag or its note. Did you mean {1}?",
      excerpt(part.text),
      anyOf(meant),
    ),
    part,
    word,
  );
}

function unknownText(word: FilterWord): FilterError {
  const { value: part, isQuoted } = word;
  const ofColumns = isQuoted ? [] : choicesNamed(part.text, ownWords);
  if (ofColumns.length > 0) {
    const names = ofColumns.map(({ column }) => columnName(column));
    return new FilterError(
      l10n.t(
        "No run has {0} in its name, a tag or its note, or as its {1}.",
        excerpt(part.text),
        anyOf(names),
      ),
      part,
    );
  }
  const begun = folded(part.text);
  const like = columns.filter(({ id, aliases, label }) =>
    [id, ...aliases, label].some((name) => folded(name).startsWith(begun)),
  );
  if (isQuoted || like.length === 0)
    return new FilterError(
      l10n.t("No run has {0} in its name, a tag or its note.", excerpt(part.text)),
      part,
    );
  const names = like.slice(0, mostSuggested).map(columnName);
  return new FilterError(
    l10n.t(
      "No run has {0} in its name, a tag or its note. Did you mean the column {1}?",
      excerpt(part.text),
      anyOf(names),
    ),
    part,
    word,
  );
}

function unknownTag(word: FilterWord, part: Part, tags: readonly string[]): FilterError {
  const like = tags.filter((tag) => hasText(tag, part.text)).slice(0, mostSuggested);
  if (like.length === 0) return new FilterError(l10n.t("No run has the tag {0}.", excerpt(part.text)), part);
  const words = like.map((tag) => `${word.key!.text}:${quoted(tag)}`);
  return new FilterError(
    l10n.t("No run has the tag {0}. Did you mean {1}?", excerpt(part.text), anyOf(words)),
    part,
    word,
  );
}

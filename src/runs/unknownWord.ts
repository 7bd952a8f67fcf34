/** Finds valid words of a filter whose text or tag no run has. */
import * as l10n from "@vscode/l10n";
import { anyOf } from "../text/lists";
import { hasText } from "./columnKinds";
import { columnName, columnNamed, columns, type Row } from "./columns";
import { FilterError } from "./FilterError";
import { type FilterWord, type Part, quoted } from "./filterWords";

/** Largest number of names that an error suggests. */
const mostSuggested = 3;

/** Whether the name, a tag or the note of a run has the text. */
export function hasWord({ name, labels }: Row, wanted: string): boolean {
  return [name, ...labels.tags, labels.note].some((text) => hasText(text, wanted));
}

/**
 * The error about the first word whose text or tag none of the runs has; undefined where there is none. A word with a
 * minus is right where it leaves no run out, unless it is a value of a column.
 */
export function unknownWord(words: readonly FilterWord[], runs: readonly Row[]): FilterError | undefined {
  for (const word of words) {
    const error = runs.length === 0 ? undefined : unknown(word, runs);
    if (error) return error;
  }
  return undefined;
}

function unknown(word: FilterWord, runs: readonly Row[]): FilterError | undefined {
  const { key, operator, value, alternatives, isNegated } = word;
  if (!key || !operator) {
    if (runs.some((run) => hasWord(run, value.text))) return undefined;
    return ofOtherColumn(word) ?? (isNegated ? undefined : unknownText(word));
  }
  if (isNegated || columnNamed(key.text)?.id !== "tags" || operator === "!=") return undefined;
  const tags = [...new Set(runs.flatMap(({ labels }) => labels.tags))];
  const isKnown = ({ text }: Part) => tags.some((tag) => tag.toLowerCase() === text.toLowerCase());
  const wrong = alternatives.some(isKnown) ? undefined : alternatives[0];
  return wrong && unknownTag(word, wrong, tags);
}

/** What is wrong with a text that is a choice of a column. */
function ofOtherColumn(word: FilterWord): FilterError | undefined {
  const { value: part, isQuoted, isNegated } = word;
  const choices = isQuoted ? [] : wordsWithChoice(part.text.toLowerCase()).slice(0, mostSuggested);
  if (choices.length === 0) return undefined;
  const meant = choices.map((choice) => (isNegated ? `-${choice}` : choice));
  return new FilterError(
    l10n.t("No run has {0} in its name, a tag or its note. Did you mean {1}?", part.text, anyOf(meant)),
    part,
    word,
  );
}

function unknownText(word: FilterWord): FilterError {
  const { value: part, isQuoted } = word;
  const begun = part.text.toLowerCase();
  const like = columns.filter(({ id, aliases, label }) =>
    [id, ...aliases, label].some((name) => name.toLowerCase().startsWith(begun)),
  );
  if (isQuoted || like.length === 0)
    return new FilterError(l10n.t("No run has {0} in its name, a tag or its note.", part.text), part);
  const names = like.slice(0, mostSuggested).map(columnName);
  return new FilterError(
    l10n.t(
      "No run has {0} in its name, a tag or its note. Did you mean the column {1}?",
      part.text,
      anyOf(names),
    ),
    part,
    word,
  );
}

/** The words of a filter for each choice whose key or text is the given one, such as `optimizer:adam` for `adam`. */
function wordsWithChoice(text: string): string[] {
  return columns.flatMap((column) =>
    Object.entries(column.choices ?? {}).flatMap(([key, label]) =>
      [key, label].some((name) => name.toLowerCase() === text) ? `${columnName(column)}:${key}` : [],
    ),
  );
}

function unknownTag(word: FilterWord, part: Part, tags: readonly string[]): FilterError {
  const like = tags.filter((tag) => hasText(tag, part.text)).slice(0, mostSuggested);
  if (like.length === 0) return new FilterError(l10n.t("No run has the tag {0}.", part.text), part);
  const words = like.map((tag) => `${word.key!.text}:${quoted(tag)}`);
  return new FilterError(
    l10n.t("No run has the tag {0}. Did you mean {1}?", part.text, anyOf(words)),
    part,
    word,
  );
}

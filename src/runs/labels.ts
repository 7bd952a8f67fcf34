import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { wholeNumber } from "../text/numbers";
import { composed } from "../text/sameText";
import { inJson, inLine, inText } from "./inert";

/** The version of the layout of `labels.json`. */
const FORMAT = 1;

/** Largest number of characters of a name, a tag and a note; `tags`: largest number of tags of a run. */
export const mostOfLabels = { name: 100, tag: 50, tags: 50, note: 10_000 };

/** Number of values that `color` may have: 0 to this number − 1. */
const colors = 256;

/**
 * A clause that states what a name must be; undefined for a valid name. In a message, the clause follows the name of an
 * option, or the words `The name`.
 */
export function whyNoName(text: string): string | undefined {
  if (isLine(composed(text), mostOfLabels.name)) return undefined;
  return l10n.t(
    "must be one line of at most {0} characters, without spaces around it and without invisible characters",
    mostOfLabels.name,
  );
}

/** A clause like that of {@link whyNoName} that states what a tag must be; undefined for a valid tag. */
export function whyNoTag(text: string): string | undefined {
  if (isLine(composed(text), mostOfLabels.tag) && !text.includes(",")) return undefined;
  return l10n.t(
    "must have 1 to {0} characters, without a comma, without spaces around it and without invisible characters",
    mostOfLabels.tag,
  );
}

/** The tags in a text that has commas between them, each once. */
export function tagsIn(text: string): string[] {
  const tags = composed(text)
    .split(",")
    .map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ""))];
}

/**
 * A clause like that of {@link whyNoName} that states what a note must be; undefined for a valid note. A note may have
 * several lines.
 */
export function whyNoNote(text: string): string | undefined {
  const note = composed(text);
  const { length } = note;
  const most = mostOfLabels.note;
  if (length > most)
    return l10n.t("must have at most {0} characters, not {1}", wholeNumber(most), wholeNumber(length));
  const [characters, inert] = [[...note], [...inText(note)]];
  const at = characters.findIndex((character, index) => character !== inert[index]);
  if (at === -1) return undefined;
  const before = characters.slice(0, at).join("");
  const code = characters[at]!.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  return l10n.t(
    "must have no invisible characters, such as U+{0} in line {1}",
    code,
    wholeNumber(before.split("\n").length),
  );
}

/**
 * The note in the bytes of a text file, without the byte-order mark, with `\n` as the end of a line and without white
 * space at the end; undefined if the bytes are not UTF-8.
 */
export function noteIn(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n").trimEnd();
  } catch {
    return undefined;
  }
}

function isLine(text: string, longest: number): boolean {
  return text.length > 0 && text.length <= longest && text.trim() === text && inLine(text) === text;
}

const valid = (why: (text: string) => string | undefined) =>
  v.pipe(
    v.custom<string>((value) => typeof value === "string" && why(value) === undefined),
    v.transform(composed),
  );

const schema = v.object({
  /** Null for a run without a name, which is shown by the time at which it was made. */
  name: v.optional(v.nullable(valid(whyNoName)), null),
  /** Without repetitions, in the order in which they were added. */
  tags: v.optional(
    v.pipe(
      v.array(valid(whyNoTag)),
      v.maxLength(mostOfLabels.tags),
      v.transform((tags) => [...new Set(tags)]),
    ),
    [],
  ),
  note: v.optional(valid(whyNoNote), ""),
  starred: v.optional(v.boolean(), false),
  archived: v.optional(v.boolean(), false),
  /**
   * Index of colour and dash, see `runColours.ts`; null for a run without a colour of its own, such as a run of an
   * earlier version.
   */
  color: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(colors - 1))), null),
});

/** The content of `labels.json` without `format`. */
export type RunLabels = Readonly<v.InferOutput<typeof schema>>;

/** The labels of a run without `labels.json`. */
export const noLabels: RunLabels = v.parse(schema, {});

const fileSchema = v.object({ format: v.literal(FORMAT), ...schema.entries });

/** Parses the content of `labels.json`. @throws Error for invalid content, without a message for the user */
export function decodeLabels(json: string): RunLabels {
  const { format: _, ...labels } = v.parse(fileSchema, JSON.parse(json));
  return labels;
}

/** The labels with every text in composed form (see {@link composed}), the form in which texts are compared. */
export function composedLabels(labels: RunLabels): RunLabels {
  const { name, tags, note } = labels;
  return {
    ...labels,
    name: name && composed(name),
    tags: [...new Set(tags.map(composed))],
    note: composed(note),
  };
}

/** The content of `labels.json`. It has no invisible characters, so that it may be printed. */
export function encodeLabels(labels: RunLabels): string {
  const json = JSON.stringify({ format: FORMAT, ...labels }, null, 2);
  return `${json.split("\n").map(inJson).join("\n")}\n`;
}

/**
 * The name that is shown for a run: the name in `labels.json`, else `time`.
 * @param time the member `name` of `run.json`, which is the time at which the run was made; the name of the run's
 * folder if `run.json` cannot be read
 */
export function runName({ name }: RunLabels, time: string): string {
  return name ?? time;
}

/**
 * The ids and the names of all runs but one, each with the id of its run. The one run must not get such a name: in a
 * command, an id and a name are written alike.
 * @param given the ids and the labels of the runs
 * @param id the id of the one run
 */
export function takenIn(
  given: Iterable<readonly [id: string, labels: Pick<RunLabels, "name">]>,
  id: string,
): ReadonlyMap<string, string> {
  const others = [...given].filter(([other]) => other !== id);
  return new Map([
    ...others.flatMap(([other, { name }]): [string, string][] => (name === null ? [] : [[name, other]])),
    ...others.map(([other]): [string, string] => [composed(other), other]),
  ]);
}

/** {@link takenIn} for listed runs. The ids of the refused runs count as well. */
export function takenAmong(
  runs: readonly { id: string; labels: Pick<RunLabels, "name"> }[],
  refused: readonly { id: string }[],
  id: string,
): ReadonlyMap<string, string> {
  const all = [...runs, ...refused.map((folder) => ({ id: folder.id, labels: noLabels }))];
  return takenIn(
    all.map((one) => [one.id, one.labels] as const),
    id,
  );
}

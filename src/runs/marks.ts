/** The marks that a user gives the images of a data set. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { type ImageSet, imageSets } from "../datasets/datasets";
import { anyOf } from "../text/lists";
import { shortened } from "../text/quotation";
import { csvLine } from "./csv";

/** The version of the layout of a file of marks. */
const FORMAT = 1;

export const markKinds = ["wrongLabel", "badImage", "fine"] as const;
export type Mark = (typeof markKinds)[number];

/** The marks of the images of a set (training or test), by the index of the image. */
export type MarksOfSet = Readonly<Record<string, Mark>>;
export type Marks = Readonly<Record<ImageSet, MarksOfSet>>;

export const noMarks: Marks = { test: {}, train: {} };

/** The new mark of an image; null removes the mark. */
export type MarkChange = readonly [index: number, mark: Mark | null];

/** The index of an image, from 0, as a text. */
const indexSchema = v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,8})$/));
const marksSchema = v.record(indexSchema, v.picklist(markKinds));
const fileSchema = v.object({ format: v.literal(FORMAT), test: marksSchema, train: marksSchema });

/** The first line of a CSV file with marks. It names the cells of the other lines. */
const header = ["set", "index", "mark"] as const;
const lineSchema = v.strictTuple([v.picklist(imageSets), indexSchema, v.picklist(markKinds)]);

/** Parses the content of a file of marks. @throws Error for invalid content, without a message for the user */
export function decodeMarks(json: string): Marks {
  const { format: _, ...marks } = v.parse(fileSchema, JSON.parse(json));
  return marks;
}

/** The content of a file of marks, with the images of each set in ascending order. */
export function encodeMarks(marks: Marks): string {
  return `${JSON.stringify({ format: FORMAT, ...marks }, null, 2)}\n`;
}

/** The marks with the changes of some images of one set. */
export function withMarks(marks: Marks, set: ImageSet, changes: readonly MarkChange[]): Marks {
  const ofSet: Record<string, Mark> = { ...marks[set] };
  for (const [index, mark] of changes) {
    if (mark === null) delete ofSet[index];
    else ofSet[index] = mark;
  }
  return { ...marks, [set]: ofSet };
}

/** The indices, in ascending order, of the training images that have a mark other than `fine`. */
export function unfitImages({ train }: Marks): number[] {
  return Object.entries(train).flatMap(([index, mark]) => (mark === "fine" ? [] : [Number(index)]));
}

/**
 * Parses marks as CSV, as {@link marksCsv} writes them. A spreadsheet may have put quotes around the cells, and
 * semicolons or tabs between them. The first line may name what is between the cells, as in `sep=;`. The case of
 * letters does not matter in the header. Lines without a filled cell are passed over.
 * @throws Error whose message is the end of a sentence: what is wrong in the first invalid line
 */
export function parseMarksCsv(text: string): Marks {
  const lines = text.split(/\r\n|\n|\r/);
  const named = /^"?sep=(.)"?$/i.exec(lines[0]!)?.[1];
  const first = named === undefined ? 0 : 1;
  const headerLine = lines[first] ?? "";
  const separator = named ?? separators.find((one) => headerLine.includes(one)) ?? ",";
  const cellsOf = (line: string) => line.split(separator).map(bareCell);
  if (cellsOf(headerLine).join("\n").toLowerCase() !== header.join("\n"))
    throw new Error(
      l10n.t("line {0} must be {1}, not {2}", first + 1, header.join(separator), quoted(headerLine)),
    );
  const marks = { test: {} as Record<string, Mark>, train: {} as Record<string, Mark> };
  for (const [at, line] of lines.entries()) {
    const cells = cellsOf(line);
    if (at <= first || cells.every((cell) => cell === "")) continue;
    const { success, output } = v.safeParse(lineSchema, cells);
    if (!success)
      throw new Error(
        l10n.t(
          "line {0} must have {1}, a number of an image from 0, and {2}, not {3}",
          at + 1,
          anyOf(imageSets),
          anyOf(markKinds),
          quoted(line),
        ),
      );
    const [set, index, mark] = output;
    const before = marks[set][index];
    if (before !== undefined && before !== mark)
      throw new Error(
        l10n.t("line {0} gives an image the mark {1} that has {2} from a line before", at + 1, mark, before),
      );
    marks[set][index] = mark;
  }
  return marks;
}

/**
 * What spreadsheets put between cells: tabs in "Unicode text", semicolons in countries where the comma is the decimal
 * sign.
 */
const separators = ["\t", ";", ","] as const;

function bareCell(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, "$1");
}

function quoted(line: string): string {
  return JSON.stringify(shortened(line, 60));
}

/** The marks as CSV: set, index and mark of each image. */
export function* marksCsv(marks: Marks): Generator<string> {
  yield csvLine(header);
  for (const set of imageSets)
    for (const [index, mark] of Object.entries(marks[set])) yield csvLine([set, Number(index), mark]);
}

/** The marks that a user gives images of a data set. */
import * as v from "valibot";
import { type ImageSet, imageSets } from "../datasets/datasets";
import { csvLine } from "./csv";

/** The version of the file's layout. */
const FORMAT = 1;

export const markKinds = ["wrongLabel", "badImage", "fine"] as const;
export type Mark = (typeof markKinds)[number];

/** The marks of a set's images by index. */
export type MarksOfSet = Readonly<Record<string, Mark>>;
export type Marks = Readonly<Record<ImageSet, MarksOfSet>>;

export const noMarks: Marks = { test: {}, train: {} };

/** The mark that an image gets; null for none. */
export type MarkChange = readonly [index: number, mark: Mark | null];

const marksSchema = v.record(v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,8})$/)), v.picklist(markKinds));
const fileSchema = v.object({ format: v.literal(FORMAT), test: marksSchema, train: marksSchema });

/** Parses the content of a file of marks. @throws Error for another content, without a message for the user */
export function decodeMarks(json: string): Marks {
  const { format: _, ...marks } = v.parse(fileSchema, JSON.parse(json));
  return marks;
}

/** The content of a file of marks, with the images in their order. */
export function encodeMarks(marks: Marks): string {
  return `${JSON.stringify({ format: FORMAT, ...marks }, null, 2)}\n`;
}

/** Marks with those of some images changed. */
export function withMarks(marks: Marks, set: ImageSet, changes: readonly MarkChange[]): Marks {
  const ofSet: Record<string, Mark> = { ...marks[set] };
  for (const [index, mark] of changes) {
    if (mark === null) delete ofSet[index];
    else ofSet[index] = mark;
  }
  return { ...marks, [set]: ofSet };
}

/** The training images that are not to be trained on, ascending: those with a wrong label, and bad images. */
export function unfitImages({ train }: Marks): number[] {
  return Object.entries(train).flatMap(([index, mark]) => (mark === "fine" ? [] : [Number(index)]));
}

/** The marks as CSV: set, index and mark of each image. */
export function* marksCsv(marks: Marks): Generator<string> {
  yield csvLine(["set", "index", "mark"]);
  for (const set of imageSets)
    for (const [index, mark] of Object.entries(marks[set])) yield csvLine([set, Number(index), mark]);
}

/** The messages between the extension's host and the Model view about the marks of images. */
import * as v from "valibot";
import { NotificationType0, RequestType } from "vscode-jsonrpc";
import { imageSets } from "../datasets/datasets";
import { type Marks, markKinds } from "../runs/marks";

/** Largest number of images that are marked at once. */
const mostAtOnce = 10_000;

const index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(999_999));

export const markSchema = v.object({
  runId: v.string(),
  set: v.picklist(imageSets),
  /** The marks that images get; null for none. */
  changes: v.pipe(v.array(v.tuple([index, v.nullable(v.picklist(markKinds))])), v.maxLength(mostAtOnce)),
});
export type MarkRequest = v.InferOutput<typeof markSchema>;

/** The marks of the data set of a run. Each request is rejected with one sentence where it is not done. */
export const marksRequest = new RequestType<{ runId: string }, Marks, void>("marks");

/** Changes marks. Answered with all marks of the data set, in which other windows may have changed others. */
export const markRequest = new RequestType<MarkRequest, Marks, void>("mark");

/** Sent by the host when the marks that the view requested last may have changed. */
export const marksChanged = new NotificationType0("marksChanged");

/** Asks the user for a file, and writes the marks to it as CSV. */
export const exportMarksRequest = new RequestType<{ runId: string }, null, void>("exportMarks");

/** Trains with the configuration of a run, without the training images that are marked as unfit. */
export const trainWithoutRequest = new RequestType<{ runId: string }, null, void>("trainWithout");

/**
 * The messages between the extension's host and the Model view about the marks that the user gives to images, such as
 * `wrongLabel`. A request that cannot be done is rejected with one sentence.
 */
import * as v from "valibot";
import { NotificationType0, RequestType } from "vscode-jsonrpc";
import { imageSets } from "../datasets/datasets";
import { type Marks, markKinds } from "../runs/marks";

/** Largest number of images in one request. */
const mostAtOnce = 10_000;

const index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(999_999));

export const markSchema = v.object({
  runId: v.string(),
  set: v.picklist(imageSets),
  /** The index of each image and its new mark; null removes the mark. */
  changes: v.pipe(v.array(v.tuple([index, v.nullable(v.picklist(markKinds))])), v.maxLength(mostAtOnce)),
});
export type MarkRequest = v.InferOutput<typeof markSchema>;

/** Answered with the marks of the run's data set. */
export const marksRequest = new RequestType<{ runId: string }, Marks, void>("marks");

/** Changes marks. Answered with all marks of the data set, including the changes of other windows. */
export const markRequest = new RequestType<MarkRequest, Marks, void>("mark");

/** Sent by the host when the marks that {@link marksRequest} last returned to the view may have changed. */
export const marksChanged = new NotificationType0("marksChanged");

/** Writes the marks as CSV to a file that the user chooses. */
export const exportMarksRequest = new RequestType<{ runId: string }, null, void>("exportMarks");

/**
 * Begins a training with the configuration of a run. Training images with any mark but `fine` are left out (see
 * `unfitImages`).
 */
export const trainWithoutRequest = new RequestType<{ runId: string }, null, void>("trainWithout");

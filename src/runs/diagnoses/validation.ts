import type { EpochEvent } from "../RunEvent";
import type { Course } from "./Course";
import type { Finding } from "./Diagnosis";

/** Number of latest epochs in each of which the validation accuracy must be far from the training and test accuracy. */
const EPOCHS = 2;
/** Two accuracies that differ by no more than this limit are not far from each other, however many images there are. */
const FAR = 0.05;
/**
 * A second limit: this number of standard deviations of an accuracy on the validation images. Two accuracies are far
 * from each other if they differ by more than {@link FAR} and by more than this limit.
 */
const DEVIATIONS = 4;

/**
 * Finds that the validation accuracy was far below both the training and the test accuracy in each of the last two
 * epochs, or far above both in each of the two. The cause must be the choice of the validation images, since
 * overfitting would lower the test accuracy, too.
 */
export function validationUnlikeTraining({
  epochs,
}: Course): Finding<"validationUnlikeTraining"> | undefined {
  const latest = epochs.slice(-EPOCHS);
  const last = latest.at(-1);
  if (latest.length < EPOCHS || last?.validationAccuracy === undefined) return undefined;
  const sides = new Set(latest.map(sideOf));
  if (sides.size > 1 || sides.has(0)) return undefined;
  const classes = missingClasses(last);
  const { validationAccuracy, trainAccuracy, testAccuracy } = last;
  return {
    rule: "validationUnlikeTraining",
    since: latest[0]!.epoch,
    ...(classes.length > 0 && { classes }),
    figures: { validationAccuracy, trainAccuracy, testAccuracy },
  };
}

/**
 * −1 if the validation accuracy is far below both the training and the test accuracy, 1 if it is far above both, else
 * 0. Without a validation set, 0.
 */
function sideOf(epoch: EpochEvent): -1 | 0 | 1 {
  const { validationAccuracy, validationConfusion, trainAccuracy, testAccuracy } = epoch;
  if (validationAccuracy === undefined || !validationConfusion) return 0;
  const images = validationConfusion.flat().reduce((sum, count) => sum + count, 0);
  const deviation = Math.sqrt((testAccuracy * (1 - testAccuracy)) / Math.max(1, images));
  const far = Math.max(FAR, DEVIATIONS * deviation);
  if (validationAccuracy < Math.min(trainAccuracy, testAccuracy) - far) return -1;
  return validationAccuracy > Math.max(trainAccuracy, testAccuracy) + far ? 1 : 0;
}

/** The classes that have images in the test set but none in the validation set. */
function missingClasses({ confusion, validationConfusion }: EpochEvent): number[] {
  const isEmpty = (row: readonly number[] = []) => row.every((count) => count === 0);
  return confusion.flatMap((row, label) =>
    !isEmpty(row) && isEmpty(validationConfusion?.[label]) ? [label] : [],
  );
}

/** The confusion matrix of a classifier, and the figures of each class: precision, recall and F1. */

/**
 * Numbers of images by [label][prediction]. `labels` and `predicted` have one element for each image.
 * @param predicted an element that is not below `classes` stands for no prediction; the image is then left out
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): number[][] {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let index = 0; index < labels.length; index++) {
    const prediction = predicted[index]!;
    if (prediction < classes) confusion[labels[index]!]![prediction]!++;
  }
  return confusion;
}

/** The figures of one class. Shares are from 0 to 1. */
export interface ClassFigures {
  /** Number of images with this label. */
  labelled: number;
  /** Number of images that are predicted as this class. */
  predicted: number;
  /** Share of the images predicted as this class that have this label; null if no image is predicted as this class. */
  precision: number | null;
  /** Share of the images with this label that are predicted as this class; null if no image has this label. */
  recall: number | null;
  /** Harmonic mean of precision and recall; null for a class that is neither a label nor a prediction. */
  f1: number | null;
}

/** The figures of each class. @param confusion numbers of images by [label][prediction] */
export function classFigures(confusion: readonly (readonly number[])[]): ClassFigures[] {
  return confusion.map((row, one) => {
    const right = row[one]!;
    const labelled = sum(row);
    const predicted = sum(confusion.map((other) => other[one]!));
    return {
      labelled,
      predicted,
      precision: share(right, predicted),
      recall: share(right, labelled),
      f1: share(2 * right, labelled + predicted),
    };
  });
}

/** Share of the images that are predicted correctly; null if there are no images. */
export function accuracyOf(confusion: readonly (readonly number[])[]): number | null {
  return share(sum(confusion.map((row, one) => row[one]!)), sum(confusion.map(sum)));
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

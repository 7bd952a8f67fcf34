/**
 * Two predictions for each image, compared in confusion matrices, [label][prediction]. The own prediction is the one of
 * the run and epoch on view. The other prediction is the one of the run or epoch with which the view compares it.
 * `fixed` counts an image in the cell of the other prediction; `broken` and `neither` count it in the cell of the own
 * prediction.
 */
export interface ComparedCells {
  /** Number of images whose other prediction is wrong and whose own is right. */
  fixed: number[][];
  /** Number of images whose other prediction is right and whose own is wrong. */
  broken: number[][];
  /** Number of images whose predictions are both wrong. */
  neither: number[][];
  /** Number of images whose predictions are both right. */
  both: number;
}

/**
 * @param own the own prediction for each image of `labels`. A number from `classes` on, such as 255, stands for no
 * prediction; an image that lacks one of its two predictions is left out
 * @param other the other prediction for each image
 */
export function comparedCells(
  labels: ArrayLike<number>,
  own: ArrayLike<number>,
  other: ArrayLike<number>,
  classes: number,
): ComparedCells {
  const empty = () => Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const cells = { fixed: empty(), broken: empty(), neither: empty(), both: 0 };
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index]!;
    const one = own[index]!;
    const two = other[index]!;
    if (one >= classes || two >= classes) continue;
    if (one === label && two === label) cells.both++;
    else if (one === label) cells.fixed[label]![two]!++;
    else if (two === label) cells.broken[label]![one]!++;
    else cells.neither[label]![one]!++;
  }
  return cells;
}

/** The sum of all cells. */
export function total(cells: readonly (readonly number[])[]): number {
  return cells.reduce((sum, row) => row.reduce((of, count) => of + count, sum), 0);
}

/**
 * Two answers to the same images, compared in the cells of a confusion matrix, [label][prediction]. `fixed` counts an
 * image in the cell of the other answers' prediction; `broken` and `neither` in the cell of the own prediction.
 */
export interface ComparedCells {
  /** Wrong in the other answers, right in the own. */
  fixed: number[][];
  /** Right in the other answers, wrong in the own. */
  broken: number[][];
  /** Wrong in both. */
  neither: number[][];
  /** Number of images that are right in both. */
  both: number;
}

/**
 * @param own predictions, one for each label, as in `other`. An image without a prediction, which is a number from
 * `classes` on, is left out
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

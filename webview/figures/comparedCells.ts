/**
 * What two answers to the same images share and do not share in each cell of a confusion matrix, [label][prediction].
 * A mistake is counted in the cell of the wrong prediction: a fixed one in that of the other answers, which made it, a
 * broken and a shared one in that of the own answers.
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
 * @param own predictions, as long as `labels`; so is `other`. An image that one of the two did not see is left out.
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

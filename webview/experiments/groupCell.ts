import type { Column, Row } from "../../src/runs/columns";
import { figuresOf } from "../../src/runs/grouping";
import { upToDecimals } from "../../src/text/numbers";

/**
 * The text of a group's heading in a column. For a hyperparameter, `mean` is the value that all runs have. For a
 * figure, `mean` is the mean over the runs that have the figure, and `deviation` the standard deviation, left out if
 * only one run has the figure. `mean` is empty if the runs' hyperparameters differ or no run has the figure, and for
 * columns of another kind.
 */
export function groupCell(column: Column, runs: readonly Row[]): { mean: string; deviation?: string } {
  if (column.hyperparameter) {
    const [first = "", ...others] = runs.map((run) => column.text(run));
    return { mean: others.every((text) => text === first) ? first : "" };
  }
  if (!column.better && column.kind !== "duration") return { mean: "" };
  const { mean, sd } = figuresOf(runs, column);
  if (mean === undefined) return { mean: "" };
  if (sd === undefined) return { mean: column.write(mean) };
  return {
    mean: column.write(mean),
    deviation: column.kind === "share" ? upToDecimals(100 * sd, 2) : column.write(sd),
  };
}

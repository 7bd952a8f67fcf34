import type { Column, Row } from "../../src/runs/columns";
import { difference, differenceText } from "../../src/runs/comparison";
import { strings } from "../strings";

/**
 * The difference of a run's figure from the baseline's. Draws nothing for the baseline itself, for a figure that either
 * run lacks, and for a difference that would be written as 0.
 */
export function Delta({ column, run, baseline }: { column: Column; run: Row; baseline: Row }) {
  const text = run.id === baseline.id ? "" : differenceText(column, run, baseline);
  if (text === "") return null;
  const isBetter =
    column.better && (column.better === "higher") === (difference(column, run, baseline) ?? 0) > 0;
  return (
    <>
      {" "}
      <span class={`delta ${isBetter ? "better" : ""}`}>
        {text}
        {isBetter && <span class="visually-hidden">{strings.experiments.compare.better}</span>}
      </span>
    </>
  );
}

import * as l10n from "@vscode/l10n";
import type { Column } from "../runs/columns";
import { comparedFigures, difference, differenceText } from "../runs/comparison";
import { inJson } from "../runs/inert";
import type { RunSummary } from "../runs/RunStore";
import { varyingColumns } from "../runs/varying";
import { aligned } from "./runsTable";

/** A row of a comparison: the label of a figure or hyperparameter, and the text of its value for each run. */
interface ComparedRow {
  label: string;
  texts: string[];
}

/**
 * Compares runs: the hyperparameters in which they differ, and their figures with the differences from the first run.
 * @returns lines without control characters. They form a table with a column for each run. With `json`, they are lines
 * of JSON: one with the ids, one with the names, and one for each compared hyperparameter or figure.
 */
export function comparison(runs: readonly RunSummary[], json: boolean): string[] {
  const differing = varyingColumns(runs);
  if (json) return inLines(runs, differing);
  const rows: ComparedRow[] = [
    { label: "", texts: runs.map(({ name }) => name) },
    ...differing.map((column) => ({
      label: column.label,
      texts: runs.map((run) => column.text(run) || "-"),
    })),
    ...comparedFigures(runs).map((column) => ({
      label: column.label,
      texts: runs.map((run) => `${column.text(run) || "-"}${deltaText(column, run, runs[0]!)}`),
    })),
  ];
  const lines = aligned(
    rows.map(({ label, texts }) => [label, ...texts]),
    () => false,
  );
  return differing.length > 0 ? lines : [...lines, l10n.t("The hyperparameters are the same.")];
}

function inLines(runs: readonly RunSummary[], differing: readonly Column[]): string[] {
  const values = ({ value }: Column) => runs.map((run) => value(run) ?? null);
  const lines = [
    { column: "id", values: runs.map(({ id }) => id) },
    { column: "name", values: runs.map(({ name }) => name) },
    ...differing.map((column) => ({ column: column.id, values: values(column) })),
    ...comparedFigures(runs).map((column) => ({
      column: column.id,
      values: values(column),
      deltas: runs.map((run) => delta(column, run, runs[0]!) ?? null),
    })),
  ];
  return lines.map((line) => inJson(JSON.stringify(line)));
}

/** The difference from the first run; undefined for the first run itself, or if the difference cannot be computed. */
function delta(column: Column, run: RunSummary, first: RunSummary): number | undefined {
  return run === first ? undefined : difference(column, run, first);
}

/** The difference from the first run as text: ` (+0.8 points)`, ` (-0.012)`; empty if there is none to show. */
function deltaText(column: Column, run: RunSummary, first: RunSummary): string {
  // Not every terminal can show U+2212, the minus sign.
  const text = run === first ? "" : differenceText(column, run, first).replace("−", "-");
  return text && ` (${text})`;
}

import type { ExperimentRow, ExperimentsAction } from "../../src/protocol/experimentsProtocol";
import type { Column } from "../../src/runs/columns";
import { markdownTable } from "../../src/runs/markdownTable";
import { strings } from "../strings";

/**
 * What runs can be exported as: a text for the clipboard, or files.
 * @param columns the columns of the table in Markdown
 */
export function exportItems(
  runs: readonly ExperimentRow[],
  columns: readonly Column[],
): { label: string; action: ExperimentsAction }[] {
  const words = strings.experiments.exports;
  const runIds = runs.map(({ id }) => id);
  return [
    { label: words.markdown, action: { kind: "copyText", text: markdownTable(runs, columns) } },
    { label: words.tableCsv, action: { kind: "export", runIds, format: "csv", content: "table" } },
    { label: words.tableJson, action: { kind: "export", runIds, format: "json", content: "table" } },
    { label: words.seriesCsv, action: { kind: "export", runIds, format: "csv", content: "series" } },
    { label: words.seriesJson, action: { kind: "export", runIds, format: "json", content: "series" } },
  ];
}

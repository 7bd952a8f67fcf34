import * as l10n from "@vscode/l10n";
import { commands, Uri } from "vscode";
import { writeOutput } from "../files/writeOutput";
import { type ExportFormat, seriesFile, tableFile } from "../runs/exportFiles";
import type { RunSummary } from "../runs/RunStore";
import { whyNotWritten } from "../runs/whyNotWritten";
import { askSaveFile, showError, showInformation } from "./window";

/**
 * Asks for a file, and writes the runs to it: as a table with a row for each run, or as series with every logged value.
 */
export async function exportRuns(
  runs: readonly RunSummary[],
  format: ExportFormat,
  content: "table" | "series",
): Promise<void> {
  const name = `${content === "table" ? "runs" : "series"}.${format}`;
  await saveFile(name, () => (content === "table" ? tableFile(runs, format) : seriesFile(runs, format)));
}

/**
 * Asks where to save a file, and writes it. An existing file is kept until the new one is complete. Shows a message at
 * the end.
 * @param name suggested to the user
 * @param pieces returns the content in pieces, which are written one after the other
 */
export async function saveFile(
  name: string,
  pieces: () => Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const path = await askSaveFile({ title: l10n.t("Save File"), name });
  if (path === undefined) return;
  const refusal = whyNotWritten(path);
  if (refusal !== undefined) return void showError(refusal);
  try {
    await writeOutput(path, pieces());
  } catch (error) {
    return void showError((error as Error).message);
  }
  const open = l10n.t("Open");
  void showInformation(l10n.t("The file is {0}.", path), open).then(async (answer) => {
    if (answer === open) await commands.executeCommand("vscode.open", Uri.file(path));
  });
}

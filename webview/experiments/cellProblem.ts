import type { ExperimentRow, ExperimentsSurroundings } from "../../src/protocol/experimentsProtocol";
import { tagsIn, takenAmong, whyNoName, whyNoNote, whyNoTag } from "../../src/runs/labels";
import { composed } from "../../src/text/sameText";
import { strings } from "../strings";
import type { EditedColumn } from "./CellEditor";

/**
 * Why the text of a run's cell cannot be written, in one sentence; undefined for a valid text.
 * @param refused the folders that are listed and not opened as runs
 */
export function cellProblem(
  rows: readonly ExperimentRow[],
  refused: ExperimentsSurroundings["refused"],
  run: ExperimentRow,
  column: EditedColumn,
  text: string,
): string | undefined {
  const words = strings.experiments.edit;
  switch (column) {
    case "name": {
      const name = text.trim();
      const requirement = name === "" ? undefined : whyNoName(name);
      if (requirement !== undefined) return words.wrongName(requirement);
      return takenAmong(rows, refused, run.id).has(composed(name)) ? words.takenName : undefined;
    }
    case "tags": {
      const requirement = tagsIn(text)
        .map(whyNoTag)
        .find((wrong) => wrong !== undefined);
      return requirement && strings.experiments.tags.invalid(requirement);
    }
    case "note": {
      const requirement = whyNoNote(text);
      return requirement && words.wrongNote(requirement);
    }
    default:
      return column satisfies never;
  }
}

import type { Run } from "../runs/RunStore";
import { goneRun } from "../runs/runFiles";
import { runExists } from "../runs/runsFolder";
import { showError } from "./window";

/**
 * Whether the folder of a run exists. Shows a message if it does not. Called before a question whose answer could not
 * be applied without the folder.
 */
export function isThere({ folder }: Pick<Run, "folder">): boolean {
  if (runExists(folder)) return true;
  void showError(goneRun(folder));
  return false;
}

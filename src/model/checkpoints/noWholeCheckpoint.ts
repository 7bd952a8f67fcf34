import * as l10n from "@vscode/l10n";
import { withoutStop } from "../../text/sentences";

/**
 * The error of a run without a whole checkpoint, as one sentence.
 * @param refused a sentence for each of the run's checkpoints, the newest first
 * @param remedy what the user can do, as the end of a sentence after "; "
 */
export function noWholeCheckpoint(run: string, [newest]: readonly string[], remedy: string): Error {
  if (newest === undefined) return new Error(l10n.t("The run {0} has no checkpoint; {1}.", run, remedy));
  return new Error(
    l10n.t(
      "{0}, and the run {1} has no other that is whole; put a copy of that file back, or {2}.",
      withoutStop(newest),
      run,
      remedy,
    ),
  );
}

import * as l10n from "@vscode/l10n";
import { withoutStop } from "../../text/sentences";
import type { UnusableError } from "./UnusableError";

/**
 * The error of a run without a whole checkpoint, as one sentence. The sentence names one refused file: the newest
 * that the user may not read or, if there is none, the newest.
 * @param refused an error for each checkpoint of the run that cannot be used, the newest first; empty for a run without
 * checkpoints
 * @param remedy what the user can do, as the end of a sentence after "; "
 */
export function noWholeCheckpoint(run: string, refused: readonly UnusableError[], remedy: string): Error {
  const [newest] = refused;
  if (newest === undefined) return new Error(l10n.t("The run {0} has no checkpoint; {1}.", run, remedy));
  const denied = refused.find(({ isDenied }) => isDenied);
  if (denied)
    return new Error(
      l10n.t(
        "{0}, and the run {1} has no other that can be used; allow your user to read that file, or {2}.",
        withoutStop(denied.message),
        run,
        remedy,
      ),
    );
  return new Error(
    l10n.t(
      "{0}, and the run {1} has no other that is whole; put a copy of that file back, or {2}.",
      withoutStop(newest.message),
      run,
      remedy,
    ),
  );
}

/** Warnings about the checkpoints of a run that is resumed or forked. */

import * as l10n from "@vscode/l10n";
import { sentences, withoutStop } from "../../text/sentences";
import type { ReadRun } from "../readRun";
import type { FoundCheckpoints } from "./findCheckpoints";

/**
 * The error of a run without a whole checkpoint, as one sentence.
 * @param refused the reason for each of its checkpoints, the newest first
 * @param remedy what the user can do, to be read on after "; "
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

/** @param instead a sentence about the checkpoint that is used instead */
export function refusedWarnings(refused: readonly string[], instead: string): string[] {
  return refused.map((sentence) => sentences(sentence, instead));
}

/**
 * A warning about unlogged checkpoints. Empty where only the last one is unlogged in an undamaged log: its trainer
 * was killed before logging it.
 * @param instead as for {@link refusedWarnings}
 */
export function unloggedWarnings(
  { unlogged }: FoundCheckpoints,
  { problems, state }: ReadRun,
  instead: string,
): string[] {
  const isAtEnd = unlogged.length === 1 && unlogged[0]?.step === state.losses.length;
  if (unlogged.length === 0 || (isAtEnd && problems.length === 0)) return [];
  const names = unlogged.map(({ file }) => file).join(", ");
  return [sentences(l10n.t("The run's log does not list {0}, whole by its own checksum.", names), instead)];
}

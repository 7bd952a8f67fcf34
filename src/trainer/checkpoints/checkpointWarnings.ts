/** What whoever resumes or forks a run is told of its checkpoints. */

import * as l10n from "@vscode/l10n";
import { sentences, withoutStop } from "../../text/sentences";
import type { ReadRun } from "../readRun";
import type { FoundCheckpoints } from "./findCheckpoints";

/**
 * That a run has no checkpoint to go on from, as one sentence.
 * @param refused what each of its checkpoints was refused for, the newest one first
 * @param remedy what else can be done, to be read on after "; "
 */
export function noneIsWhole(run: string, [newest]: readonly string[], remedy: string): Error {
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

/** @param instead a sentence that says what is done with which other one */
export function whatWasRefused(refused: readonly string[], instead: string): string[] {
  return refused.map((sentence) => sentences(sentence, instead));
}

/**
 * Nothing where the log lacks no more than the last checkpoint, which its trainer died before telling of.
 * @param instead as for {@link whatWasRefused}
 */
export function whatWasUntold(
  { untold }: FoundCheckpoints,
  { problems, state }: ReadRun,
  instead: string,
): string[] {
  const isAtEnd = untold.length === 1 && untold[0]?.step === state.losses.length;
  if (untold.length === 0 || (isAtEnd && problems.length === 0)) return [];
  const names = untold.map(({ file }) => file).join(", ");
  return [
    sentences(
      l10n.t("The run's log does not tell of {0}, whole by the checksum in the file itself.", names),
      instead,
    ),
  ];
}

/** What whoever resumes or forks a run is told of its checkpoints. */

import type { ReadRun } from "../readRun";
import type { FoundCheckpoints } from "./findCheckpoints";

/**
 * That a run has no checkpoint to go on from, as one sentence.
 * @param refused what each of its checkpoints was refused for, the newest one first
 * @param remedy what else can be done, as the rest of a sentence
 */
export function noneIsWhole(run: string, [newest]: readonly string[], remedy: string): Error {
  if (newest === undefined) return new Error(`The run ${run} has no checkpoint; ${remedy}.`);
  const why = newest.replace(/\.$/, "");
  return new Error(
    `${why}, and the run ${run} has no other that is whole; put a copy of that file back, or ${remedy}.`,
  );
}

/** @param instead what is done with which other one, as the rest of a sentence about the run */
export function whatWasRefused(refused: readonly string[], instead: string): string[] {
  return refused.map((sentence) => `${sentence} The run ${instead}.`);
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
    `The run's log does not tell of ${names}, whole by the checksum in the file itself. The run ${instead}.`,
  ];
}

/** What whoever resumes or forks a run is told of its checkpoints. */

import type { ReadRun } from "../readRun";
import type { FoundCheckpoints } from "./findCheckpoints";

/** @param refused what each of a run's checkpoints was refused for */
export function noneOf({ length }: readonly string[]): string {
  return length === 0 ? "no checkpoint" : `no whole checkpoint among its ${length}`;
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

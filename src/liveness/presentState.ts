import { resumedState } from "../runs/applyEvent";
import { isEnded, type RunState } from "../runs/RunState";
import type { RunSummary } from "../runs/RunStore";
import { inferredEnd, withEnd } from "./inferredEnd";
import { isTrainerAlive } from "./isTrainerAlive";
import { lastLoggedEnd } from "./lastLoggedEnd";
import { readTrainerFile } from "./trainerFile";

/**
 * The state of a run that follows from its log and from the trainer that `trainer.json` names. The log alone does not
 * decide: a trainer that was killed has not logged its end, and a trainer that resumes a run logs nothing before its
 * first step. Writes nothing.
 * @param isSettled as in {@link inferredEnd}
 * @returns `run.state` itself, unless another state follows from the trainer
 */
export async function presentState(run: RunSummary, isSettled = false): Promise<RunState> {
  const { folder, state, isHeld } = run;
  if (isEnded(state)) return isHeld && (await isBeingResumed(folder)) ? resumedState(state) : state;
  const ended = await inferredEnd(folder, state, isSettled);
  return ended ? withEnd(state, ended) : state;
}

/** Whether a living trainer has taken the run after the end that its log holds. */
async function isBeingResumed(folder: string): Promise<boolean> {
  if (!(await isTrainerAlive(folder, { observe: false }))) return false;
  const before = readTrainerFile(folder)?.endBefore;
  const end = lastLoggedEnd(folder);
  // A trainer logs the end of its run shortly before it removes `trainer.json`. The log then holds another end than
  // when the trainer took the run. The times of the two are not compared: they may be those of different clocks.
  return end === undefined || before === undefined || before === end;
}

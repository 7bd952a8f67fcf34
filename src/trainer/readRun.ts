import { basename, dirname } from "node:path";
import type { RunConfig } from "../runs/RunConfig";
import { foldEvents, type RunState } from "../runs/RunState";
import { type RecordedRun, RunStore } from "../runs/RunStore";

/** A run as its folder tells it. */
export interface ReadRun extends RecordedRun {
  state: RunState;
  /** The configuration that it goes on with, unless something else is asked for. */
  begun: RunConfig;
}

/** @throws Error, one sentence, when the folder holds no run. */
export async function readRun(folder: string): Promise<ReadRun> {
  const recorded = await new RunStore(dirname(folder)).read(basename(folder)).catch(() => {
    throw noRun(folder);
  });
  const state = foldEvents(recorded.events);
  return { ...recorded, state, begun: state.config ?? recorded.config };
}

export function noRun(folder: string): Error {
  return new Error(`The folder ${folder} holds no run that this version can read.`);
}

/** What the trainer process and its client say to each other, over vscode-jsonrpc on the IPC channel. */
import * as v from "valibot";
import { NotificationType, RequestType, RequestType0 } from "vscode-jsonrpc";
import { forkChangesSchema, runConfigSchema } from "../runs/RunConfig";
import type { RunEvent } from "../runs/RunEvent";

/** A run from its beginning. */
const newRun = v.strictObject({
  config: runConfigSchema,
  /** The folder that holds the runs; made when missing. */
  runsFolder: v.string(),
});

/** A new run that begins at a checkpoint of another. */
const forkedRun = v.strictObject({
  runsFolder: v.string(),
  fork: v.strictObject({
    /** The parent's. */
    folder: v.string(),
    /** As the parent's log names it, relative to its folder; the newest when left out. */
    checkpoint: v.optional(v.string()),
    changes: forkChangesSchema,
  }),
});

/** An ended run, from its newest checkpoint that is whole, in its own folder. */
const resumedRun = v.strictObject({
  resume: v.strictObject({
    folder: v.string(),
    /** Of the whole run; as many as before when left out. */
    epochs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000))),
    compute: v.optional(v.partial(runConfigSchema.entries.compute)),
  }),
});

const task = v.union([newRun, forkedRun, resumedRun]);
/** What a trainer is to do. */
export type TrainingTask = v.InferOutput<typeof task>;

export const trainParamsSchema = v.object({
  task,
  /** Where downloaded data set files are kept. */
  cacheFolder: v.string(),
});
export type TrainParams = v.InferOutput<typeof trainParamsSchema>;

export interface RunLocation {
  id: string;
  folder: string;
  /** Events that the run's log held before this process. */
  recordedEvents: number;
}

/** Begins the run, at once answered; the rest comes as events. Fails, in one sentence, when it cannot begin. */
export const trainRequest = new RequestType<TrainParams, RunLocation, void>("train");

/** Ends the run between two batches, with its weights saved; answered when asked, not when done. */
export const stopRequest = new RequestType0<void, void>("stop");

export const controlActionSchema = v.variant("action", [
  v.object({ action: v.picklist(["pause", "resume", "step"]) }),
  v.object({ action: v.literal("learningRate"), value: runConfigSchema.entries.learningRate }),
  /** Of the whole run. */
  v.object({ action: v.literal("epochs"), value: runConfigSchema.entries.epochs }),
]);
/** What a user can do to a training under way; `step` trains one batch of a paused one. */
export type ControlAction = v.InferOutput<typeof controlActionSchema>;

/** Answered when accepted, to take effect before the next batch; fails, in one sentence, when not possible now. */
export const controlRequest = new RequestType<ControlAction, void, void>("control");

export const runEvent = new NotificationType<RunEvent>("runEvent");

/**
 * What the trainer process and its clients say to each other, over vscode-jsonrpc: on the IPC channel with the one
 * that started it, on a local socket with any other.
 */
import * as v from "valibot";
import { NotificationType, RequestType, RequestType0 } from "vscode-jsonrpc";
import { computeChangesSchema, forkChangesSchema, runConfigSchema, valueSchema } from "../runs/RunConfig";
import type { RunEvent } from "../runs/RunEvent";

/** A run from its beginning. */
const newRun = v.strictObject({
  config: runConfigSchema,
  /** The folder that holds the runs; made when missing. */
  runsFolder: v.string(),
});

/** Where the data set is by now, as `dataset.location` of a config; where it was before when left out. */
const location = v.optional(v.string());

/** A new run that begins at a checkpoint of another. */
const forkedRun = v.strictObject({
  runsFolder: v.string(),
  fork: v.strictObject({
    /** The parent's. */
    folder: v.string(),
    /** As the parent's log names it, relative to its folder; the newest when left out. */
    checkpoint: v.optional(v.string()),
    changes: forkChangesSchema,
    location,
  }),
});

/** An ended run, from its newest checkpoint that is whole, in its own folder. */
const resumedRun = v.strictObject({
  resume: v.strictObject({
    folder: v.string(),
    /** Of the whole run; as many as before when left out. */
    epochs: v.optional(valueSchema("epochs")),
    compute: v.optional(computeChangesSchema),
    location,
  }),
});

const task = v.union([newRun, forkedRun, resumedRun]);
/** What a trainer is to do. */
export type TrainingTask = v.InferOutput<typeof task>;

export const trainParamsSchema = v.object({
  task,
  /** Where downloaded data set files are kept. */
  cacheFolder: v.string(),
  /** Seconds that the run goes on when the last client is gone. */
  gracePeriod: v.pipe(v.number(), v.minValue(0), v.maxValue(86_400)),
  /** The trainer's; left out where none could be made. */
  runtimeDirectory: v.optional(v.string()),
});
export type TrainParams = v.InferOutput<typeof trainParamsSchema>;

export interface RunLocation {
  id: string;
  folder: string;
  /** Events that the run's log held before this process. */
  recordedEvents: number;
  /** The trainer's, as the run's folder tells it. */
  token: string;
}

/** Tells, with `InvalidParams`, which field of a config cannot be trained with. */
export const invalidFieldSchema = v.object({
  key: v.string(),
  requirement: v.string(),
  value: v.optional(v.unknown()),
});
export type InvalidField = v.InferOutput<typeof invalidFieldSchema>;

/** The code of the answer that the run's data is where the user has never trained from; the message says so. */
export const locationNotChosen = 1;

/** The code of the answer that another process trains the run; the message says so. */
export const runHeld = 2;

/** The code of the answer that what is asked for does not go with the run; the message says so. */
export const doesNotFit = 3;

/**
 * Begins the run, at once answered; the rest comes as events. Fails, in one sentence, when it cannot begin. Only for
 * the client that started the process.
 */
export const trainRequest = new RequestType<TrainParams, RunLocation, InvalidField | undefined>("train");

const digits = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

export const identifyParamsSchema = v.object({ nonce: digits });
export const identitySchema = v.object({ nonce: digits, proof: digits });

/**
 * Has a trainer prove that it knows the run's token before it is told anything, since another program may listen in
 * its place. See `proofs.ts`. Asked once, first, by a client on the socket.
 */
export const identifyRequest = new RequestType<
  v.InferOutput<typeof identifyParamsSchema>,
  v.InferOutput<typeof identitySchema>,
  void
>("identify");

export const attachParamsSchema = v.object({ proof: digits });
export const attachedRunSchema = v.object({
  id: v.string(),
  pid: v.number(),
  /** Bytes of the run's log so far, as the trainer has it in memory. */
  logBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});
/** What whoever attaches learns of the run. */
export type AttachedRun = v.InferOutput<typeof attachedRunSchema>;

/**
 * Answered with how much happened so far, which is sent in {@link logPiece}s; each further event is sent. Until then a client on the socket can do
 * nothing else, and one whose proof is wrong is hung up on.
 */
export const attachRequest = new RequestType<v.InferInput<typeof attachParamsSchema>, AttachedRun, void>(
  "attach",
);

/** The next bytes of the log that a client has attached to, as Latin-1. */
export const logPiece = new NotificationType<string>("logPiece");

/** Ends the run between two batches, with its weights saved; answered when asked, not when done. */
export const stopRequest = new RequestType0<void, void>("stop");

export const controlActionSchema = v.variant("action", [
  v.object({ action: v.picklist(["pause", "resume", "step"]) }),
  v.object({ action: v.literal("learningRate"), value: valueSchema("learningRate") }),
  /** Of the whole run. */
  v.object({ action: v.literal("epochs"), value: valueSchema("epochs") }),
]);
/** What a user can do to a training under way; `step` trains one batch of a paused one. */
export type ControlAction = v.InferOutput<typeof controlActionSchema>;

/** Answered when accepted, to take effect before the next batch; fails, in one sentence, when not possible now. */
export const controlRequest = new RequestType<ControlAction, void, void>("control");

/** One sentence about what a client could not do for its user. */
export const warningSchema = v.pipe(v.string(), v.maxLength(1000));

/** Adds a warning to the run; nothing once the run has ended. */
export const warnRequest = new RequestType<string, void, void>("warn");

export const runEvent = new NotificationType<RunEvent>("runEvent");

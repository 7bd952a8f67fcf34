/**
 * The messages between a trainer and its clients, by vscode-jsonrpc. They are sent over the IPC channel if the client
 * started the trainer, and over a local socket otherwise.
 */
import * as v from "valibot";
import { NotificationType, RequestType, RequestType0 } from "vscode-jsonrpc";
import { whyNoPattern } from "../runs/namePattern";
import { computeChangesSchema, forkChangesSchema, runConfigSchema, valueSchema } from "../runs/RunConfig";
import type { RunEvent } from "../runs/RunEvent";

/** The pattern of a new run's name. Default: two random words. */
const name = v.optional(
  v.pipe(
    v.string(),
    v.check((value) => whyNoPattern(value) === undefined),
  ),
);

/** A new run. */
const newRun = v.strictObject({
  config: runConfigSchema,
  /** The runs folder, in which the run's folder is made. A missing runs folder is made as well. */
  runsFolder: v.string(),
  name,
});

/** The folder that holds the data set at present. Default: `dataset.location` of the run's config. */
const location = v.optional(v.string());

/** A new run that begins at a checkpoint of another run. */
const forkedRun = v.strictObject({
  runsFolder: v.string(),
  name,
  fork: v.strictObject({
    /** The parent's folder. */
    folder: v.string(),
    /**
     * The checkpoint's path as in the parent's log, relative to the parent's folder. Default: the newest checkpoint
     * whose file is complete; if the parent has ended because it diverged, the newest such checkpoint from before its
     * loss exploded.
     */
    checkpoint: v.optional(v.string()),
    changes: forkChangesSchema,
    location,
  }),
});

/** An ended run that is resumed, in its own folder, from its newest checkpoint whose file is complete. */
const resumedRun = v.strictObject({
  resume: v.strictObject({
    folder: v.string(),
    /** Total number of epochs, including the epochs before the resume. Default: unchanged. */
    epochs: v.optional(valueSchema("epochs")),
    compute: v.optional(computeChangesSchema),
    location,
  }),
});

const task = v.union([newRun, forkedRun, resumedRun]);
/** The task of a trainer. */
export type TrainingTask = v.InferOutput<typeof task>;

export const trainParamsSchema = v.object({
  task,
  /** The folder of downloaded data set files. */
  cacheFolder: v.string(),
  /** Time (s) that the run continues after its last client has disconnected. */
  gracePeriod: v.pipe(v.number(), v.minValue(0), v.maxValue(86_400)),
  /** The runtime directory, which holds the trainer's socket and stderr file; left out if none could be made. */
  runtimeDirectory: v.optional(v.string()),
});
export type TrainParams = v.InferOutput<typeof trainParamsSchema>;

export interface RunLocation {
  id: string;
  folder: string;
  /** Number of events that the run's log held before this trainer process began. */
  recordedEvents: number;
  /** The trainer's token, as in `trainer.json`. */
  token: string;
}

/** The data of an `InvalidParams` error, which is about an invalid value in a config. `key` names the value. */
export const invalidFieldSchema = v.object({
  key: v.string(),
  requirement: v.string(),
  value: v.optional(v.unknown()),
});
export type InvalidField = v.InferOutput<typeof invalidFieldSchema>;

/** Error code: the run's data is in a folder that the user never chose. */
export const locationNotChosen = 1;

/** Error code: another process trains the run. */
export const runHeld = 2;

/** Error code: the task does not fit the run, such as a fork at a checkpoint that the run does not have. */
export const doesNotFit = 3;

/** The data of a {@link doesNotFit} error: the `leastEpochs` of a TaskError. */
export const misfitSchema = v.object({ leastEpochs: v.optional(v.number()) });
export type Misfit = v.InferOutput<typeof misfitSchema>;

/**
 * Begins the run. Answered when the run's folder is ready, before the data is loaded and before the first event.
 * Rejected with one sentence if the run cannot begin. Only the client that started the trainer may send this request.
 */
export const trainRequest = new RequestType<TrainParams, RunLocation, InvalidField | Misfit | undefined>(
  "train",
);

const digits = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const byteCount = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const identifyParamsSchema = v.object({ nonce: digits });
export const identitySchema = v.object({ nonce: digits, proof: digits });

/**
 * Requests a proof that the trainer has the run's token, since another program may listen at the socket (see
 * `proofs.ts`). Each client on the socket sends this request once, before any other.
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
  /** Length (bytes) of the run's log so far, including lines that could not be written to the disk yet. */
  logBytes: byteCount,
});
/** The answer to a client that attaches. */
export type AttachedRun = v.InferOutput<typeof attachedRunSchema>;

/**
 * Attaches a client to the run. The trainer then sends each further event. The client reads the log so far from the
 * run's folder, and requests by {@link logRequest} what the folder lacks. A wrong proof closes the connection. Any other
 * request before this one also closes the connection, except {@link identifyRequest}.
 */
export const attachRequest = new RequestType<v.InferInput<typeof attachParamsSchema>, AttachedRun, void>(
  "attach",
);

export const logParamsSchema = v.object({
  /** Number of bytes at the beginning of the log that the client has read from the run's folder. */
  from: byteCount,
  /** SHA-256 of these bytes, in hexadecimal digits. */
  sha256: digits,
  /** Length (bytes) of the log at the moment of attaching: `logBytes` of the answer to {@link attachRequest}. */
  to: byteCount,
});
export const logRestSchema = v.object({ from: byteCount });

/**
 * Requests the bytes of the log that the client has not read. Answered with the place (bytes) at which they begin:
 * `from`, or 0 if the trainer's log begins with other bytes than those that the client has read. The trainer sends the
 * bytes from this place up to `to` as {@link logPiece}s. A `to` past the end of the log closes the connection.
 */
export const logRequest = new RequestType<
  v.InferInput<typeof logParamsSchema>,
  v.InferOutput<typeof logRestSchema>,
  void
>("log");

/** The next bytes of the log, one character for each byte (Latin-1). */
export const logPiece = new NotificationType<string>("logPiece");

/**
 * Ends the run between two batches and saves its weights. A run whose data is still being loaded ends without saving
 * weights. Answered before the run has ended.
 */
export const stopRequest = new RequestType0<void, void>("stop");

export const controlActionSchema = v.variant("action", [
  v.object({ action: v.picklist(["pause", "resume", "step"]) }),
  v.object({ action: v.literal("learningRate"), value: valueSchema("learningRate") }),
  /** The new total number of epochs of the run. */
  v.object({ action: v.literal("epochs"), value: valueSchema("epochs") }),
]);
/** An action on a training under way. `step` trains one batch while the training is paused. */
export type ControlAction = v.InferOutput<typeof controlActionSchema>;

/**
 * Answered when the trainer has accepted the action, which takes effect before the next batch. Rejected with one
 * sentence if the run's status does not allow the action, or if the action's value does not fit the run.
 */
export const controlRequest = new RequestType<ControlAction, void, void>("control");

/** The text of a warning: one sentence about something that a client could not do. */
export const warningSchema = v.pipe(v.string(), v.maxLength(1000));

/** Adds a warning to the run; does nothing once the run has ended. */
export const warnRequest = new RequestType<string, void, void>("warn");

/** Events of the run, in the order in which they were logged. */
export const runEvents = new NotificationType<RunEvent[]>("runEvents");

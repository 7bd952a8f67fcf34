import * as v from "valibot";
import { datasetNames } from "../datasets/datasets";
import { cutText } from "./cutText";
import { mostCheckpoints, mostEpochs } from "./hyperparameters";
import { runConfigSchema } from "./RunConfig";

/** Text from somebody else may be of any length; what nobody would read of it is cut off. */
export function shortText(longest: number) {
  return v.pipe(
    v.string(),
    v.transform((value) => cutText(value, longest)),
  );
}

/** A sentence or more. */
const text = shortText(10_000);
/** A version, a name or a number in words. */
const word = shortText(200);
/** Of a file or folder; no system takes a longer one. */
const path = shortText(32_767);
/** Of a file in the run's folder. */
const fileName = shortText(300);

const isFiniteNumber = (value: unknown) => Number.isFinite(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isListOf = (value: unknown, isOne: (item: unknown) => boolean) =>
  Array.isArray(value) && value.every(isOne);

// Checked by one function each, as a log holds many.
const finite = v.custom<number>(isFiniteNumber);
const count = v.custom<number>(isCount);
/** Epochs count from 1. */
const epochNumber = v.custom<number>((value) => isCount(value) && (value as number) <= mostEpochs);
/** Since the run began, by a clock that never jumps. */
const seconds = v.custom<number>((value) => isFiniteNumber(value) && (value as number) >= 0);
/** JSON has no NaN or infinity: a figure that is not finite is written as null. */
const figure = v.nullable(finite);
const figures = v.custom<(number | null)[]>((value) =>
  isListOf(value, (one) => one === null || isFiniteNumber(one)),
);

/** So many classes can be told apart in a confusion matrix. */
const mostClasses = 1000;

/** [label][prediction] counts; empty where they are not known. */
const confusionMatrix = v.custom<number[][]>(
  (rows) =>
    Array.isArray(rows) &&
    rows.length <= mostClasses &&
    rows.every((row) => isListOf(row, isCount) && row.length === rows.length),
);

/** As many texts as a user would read; what comes behind them is left out. */
function texts(most: number, schema: typeof text) {
  return v.pipe(
    v.custom<unknown[]>(Array.isArray),
    v.transform((list) => list.slice(0, most)),
    v.array(schema),
  );
}

/** The folder of the data is the only text in a configuration that somebody else chooses freely. */
const config = v.pipe(
  runConfigSchema,
  v.check(({ dataset }) => dataset.location.length <= 32_767),
);

/** The machine and program that train, so that a figure can be understood later. */
const environment = v.object({
  version: word,
  node: word,
  v8: word,
  platform: word,
  arch: word,
  cpu: word,
  cores: count,
  /** The kernel variant that computes. */
  kernels: word,
  threads: count,
});

/** Data on its way; `total` is null where the server does not tell. */
const data = v.object({
  type: v.literal("data"),
  file: word,
  receivedBytes: count,
  totalBytes: v.nullable(count),
});

/** The data set is loaded. `name` is what is really trained on; a config may allow the sample instead. */
const dataset = v.object({
  type: v.literal("dataset"),
  name: v.picklist(datasetNames),
  /** The folder, or "built-in". */
  source: path,
  /** Paths of the files that were read, relative to the folder, with `/`. */
  files: v.optional(texts(16, path)),
  trainSamples: count,
  testSamples: count,
  /** Optimizer steps in one epoch. */
  stepsPerEpoch: count,
});

const steps = v.object({
  type: v.literal("steps"),
  epoch: epochNumber,
  /** Of the first loss; steps count from 0 across the run. */
  firstStep: count,
  /** Mean loss of each batch, as computed before its update. */
  losses: figures,
  seconds,
});

const epoch = v.object({
  type: v.literal("epoch"),
  epoch: epochNumber,
  /** Done in this epoch. */
  steps: count,
  /** Mean over the epoch's batches. */
  trainLoss: figure,
  /** Share of training samples predicted right before each update, 0 to 1. */
  trainAccuracy: finite,
  /** Mean over the test batches, as the tutorial computes it. */
  testLoss: figure,
  testAccuracy: finite,
  /** [label][prediction] counts over the test set. */
  confusion: confusionMatrix,
  trainSeconds: seconds,
  testSeconds: seconds,
  seconds,
});

/** The run that a fork went out from. */
const origin = v.object({
  id: fileName,
  name: word,
  /** The parent's checkpoint, relative to its folder. */
  checkpoint: fileName,
  /** Complete epochs and steps behind the checkpoint. */
  epoch: epochNumber,
  step: count,
});

const epochs = v.pipe(v.array(epoch), v.maxLength(mostEpochs));

/** The logs of earlier versions have the parent's curve here and no `inherited` events. */
const parent = v.object({ ...origin.entries, losses: v.optional(figures), epochs: v.optional(epochs) });

const started = v.object({
  type: v.literal("started"),
  /** ISO 8601, of the machine's clock. */
  time: word,
  config,
  /** Left out where a damaged log no longer tells it. */
  environment: v.optional(environment),
  parent: v.optional(parent),
});

/** A part of the parent's curve up to the fork, between the fork's `started` event and its data. */
const inherited = v.object({
  type: v.literal("inherited"),
  /** Of the first loss. */
  firstStep: count,
  losses: figures,
  epochs,
});

/** Another process goes on with the run; what came after `step` is void. */
const resumed = v.object({
  type: v.literal("resumed"),
  /** ISO 8601, of the machine's clock. */
  time: word,
  /** As the run began, but for the number of epochs, the computing and the place of the data that hold from now on. */
  config,
  /** In force from now on. */
  learningRate: finite,
  environment,
  /** Relative to the run's folder; null where the run begins anew because it has none. */
  checkpoint: v.nullable(fileName),
  /** Complete epochs and steps behind the checkpoint. */
  epoch: epochNumber,
  step: count,
  /** The checkpoint's; the run's clock goes on from there. */
  seconds,
});

export const controlKinds = ["paused", "resumed", "stepped", "learningRate", "epochs"] as const;

/** A user took hold of the training, between two batches. */
const control = v.object({
  type: v.literal("control"),
  action: v.picklist(controlKinds),
  /** The new learning rate, or the new number of epochs of the whole run. */
  value: v.optional(finite),
  /** The epoch under way. */
  epoch: epochNumber,
  /** Done so far across the run. */
  step: count,
  seconds,
});

/** `end`: the weights alone, of which nothing can be resumed; `best`: an epoch's end, the best so far. */
const checkpointReason = v.picklist(["epoch", "best", "paused", "stopped", "interrupted", "fork", "end"]);

/** Weights were written. `file` is relative to the run's folder. */
const checkpoint = v.object({
  type: v.literal("checkpoint"),
  file: fileName,
  /** Complete epochs and steps behind these weights. */
  epoch: epochNumber,
  step: count,
  reason: checkpointReason,
  /** Of the file, in hexadecimal. */
  sha256: word,
  bytes: count,
  seconds,
  /** Older checkpoints that were deleted now. */
  removed: v.optional(texts(2 * mostCheckpoints, fileName)),
});

const warning = v.object({
  type: v.literal("warning"),
  message: text,
  /** What a program can act on: `disk` when files of the run cannot be written. */
  code: v.optional(v.picklist(["disk"])),
});

const ended = v.object({
  type: v.literal("ended"),
  status: v.picklist(["finished", "stopped", "failed", "interrupted"]),
  /** One sentence for the user: why the run failed, or why it could not be resumed. */
  error: v.optional(text),
  /** The last lines of what a process that died said on its stderr. */
  stderr: v.optional(texts(50, text)),
  /**
   * What a program can act on: `dataset` when no usable data set was found, so that another may be chosen;
   * `divergence` when a loss, a gradient or the weights were not finite, as they will be again unless something is
   * changed.
   */
  code: v.optional(v.picklist(["dataset", "divergence"])),
  time: word,
  seconds,
  /** The most memory that the process had at once; unknown of one that died. */
  peakMemoryBytes: v.optional(count),
  /** What the disk did not take, one sentence each. */
  missing: v.optional(texts(50, text)),
  /**
   * Only sent, and in no log: how the attempt to resume the run ended before its first step. `status`, `seconds` and
   * `missing` are those of the run before it, and all events since are void.
   */
  undone: v.optional(v.picklist(["finished", "stopped", "failed", "interrupted"])),
});

/** The commonest first, as they are tried in turn. */
const schema = v.variant("type", [
  steps,
  epoch,
  started,
  inherited,
  resumed,
  data,
  dataset,
  control,
  checkpoint,
  warning,
  ended,
]);

/** Everything that happens in a run: sent over IPC, logged as a line, folded into a RunState. */
export type RunEvent = v.InferOutput<typeof schema>;
export {
  checkpointReason as checkpointReasonSchema,
  config as recordedConfigSchema,
  dataset as datasetSchema,
  origin as originSchema,
};
export type Origin = v.InferOutput<typeof origin>;
export type StartedEvent = v.InferOutput<typeof started>;
export type InheritedEvent = v.InferOutput<typeof inherited>;
export type StepsEvent = v.InferOutput<typeof steps>;
export type EpochEvent = v.InferOutput<typeof epoch>;
export type ResumedEvent = v.InferOutput<typeof resumed>;
export type ControlEvent = v.InferOutput<typeof control>;
export type CheckpointEvent = v.InferOutput<typeof checkpoint>;
export type EndedEvent = v.InferOutput<typeof ended>;
export type Environment = v.InferOutput<typeof environment>;

/** The event that a line of a log or a message holds, or undefined when it holds none. */
export function parseRunEvent(value: unknown): RunEvent | undefined {
  const result = v.safeParse(schema, value, { abortEarly: true });
  return result.success ? result.output : undefined;
}

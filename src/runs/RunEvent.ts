import * as v from "valibot";
import { runConfigSchema } from "./RunConfig";

/** JSON has no NaN or infinity: a figure that is not finite is written as null. */
const figure = v.nullable(v.number());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Seconds since the run began, by a clock that never jumps. */
const seconds = v.pipe(v.number(), v.minValue(0));

/** The machine and program that train, so that a figure can be understood later. */
const environment = v.object({
  version: v.string(),
  node: v.string(),
  v8: v.string(),
  platform: v.string(),
  arch: v.string(),
  cpu: v.string(),
  cores: count,
  /** The kernel variant that computes. */
  kernels: v.string(),
  threads: count,
});

/** Data on its way; `total` is null where the server does not tell. */
const data = v.object({
  type: v.literal("data"),
  file: v.string(),
  receivedBytes: count,
  totalBytes: v.nullable(count),
});

/** The data set is loaded. `name` is what is really trained on; a config may allow the sample instead. */
const dataset = v.object({
  type: v.literal("dataset"),
  name: v.picklist(["fashion-mnist", "sample"]),
  /** The folder, or "built-in". */
  source: v.string(),
  trainSamples: count,
  testSamples: count,
  /** Optimizer steps in one epoch. */
  stepsPerEpoch: count,
});

const steps = v.object({
  type: v.literal("steps"),
  /** From 1. */
  epoch: count,
  /** Of the first loss; steps count from 0 across the run. */
  firstStep: count,
  /** Mean loss of each batch, as computed before its update. */
  losses: v.array(figure),
  seconds,
});

const epoch = v.object({
  type: v.literal("epoch"),
  epoch: count,
  /** Done in this epoch. */
  steps: count,
  /** Mean over the epoch's batches. */
  trainLoss: figure,
  /** Share of training samples predicted right before each update, 0 to 1. */
  trainAccuracy: v.number(),
  /** Mean over the test batches, as the tutorial computes it. */
  testLoss: figure,
  testAccuracy: v.number(),
  /** [label][prediction] counts over the test set. */
  confusion: v.array(v.array(count)),
  trainSeconds: seconds,
  testSeconds: seconds,
  seconds,
});

/** The run that a fork went out from, with its curve up to there. */
const parent = v.object({
  id: v.string(),
  name: v.string(),
  /** The parent's checkpoint, relative to its folder. */
  checkpoint: v.string(),
  /** Complete epochs and steps behind the checkpoint. */
  epoch: count,
  step: count,
  losses: v.array(figure),
  epochs: v.array(epoch),
});

const started = v.object({
  type: v.literal("started"),
  /** ISO 8601, of the machine's clock. */
  time: v.string(),
  config: runConfigSchema,
  environment,
  parent: v.optional(parent),
});

/** Another process goes on with the run; what came after `step` is void. */
const resumed = v.object({
  type: v.literal("resumed"),
  /** ISO 8601, of the machine's clock. */
  time: v.string(),
  /** As the run began, but for the number of epochs and the computing that hold from now on. */
  config: runConfigSchema,
  /** In force from now on. */
  learningRate: v.number(),
  environment,
  /** Relative to the run's folder; null where the run begins anew because it has none. */
  checkpoint: v.nullable(v.string()),
  /** Complete epochs and steps behind the checkpoint. */
  epoch: count,
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
  value: v.optional(v.number()),
  /** The epoch under way, from 1. */
  epoch: count,
  /** Done so far across the run. */
  step: count,
  seconds,
});

/** Weights were written. `file` is relative to the run's folder. */
const checkpoint = v.object({
  type: v.literal("checkpoint"),
  file: v.string(),
  /** Complete epochs and steps behind these weights. */
  epoch: count,
  step: count,
  /** `end`: the weights alone, of which nothing can be resumed; `best`: an epoch's end, the best so far. */
  reason: v.picklist(["epoch", "best", "paused", "stopped", "interrupted", "fork", "end"]),
  /** Of the file, in hexadecimal. */
  sha256: v.string(),
  bytes: count,
  seconds,
  /** Older checkpoints that were deleted now. */
  removed: v.optional(v.array(v.string())),
});

const warning = v.object({ type: v.literal("warning"), message: v.string() });

const ended = v.object({
  type: v.literal("ended"),
  status: v.picklist(["finished", "stopped", "failed", "interrupted"]),
  /** One sentence for the user; only of a failed run. */
  error: v.optional(v.string()),
  /** What a program can act on: `dataset` when no usable data set was found, so that another may be chosen. */
  code: v.optional(v.picklist(["dataset"])),
  time: v.string(),
  seconds,
  /** The most memory that the process had at once; unknown of one that died. */
  peakMemoryBytes: v.optional(count),
  /** What the disk did not take, one sentence each. */
  missing: v.optional(v.array(v.string())),
});

const schema = v.variant("type", [
  started,
  resumed,
  data,
  dataset,
  steps,
  epoch,
  control,
  checkpoint,
  warning,
  ended,
]);

/** Everything that happens in a run: sent over IPC, logged as a JSON line, folded into a RunState. */
export type RunEvent = v.InferOutput<typeof schema>;
export type StartedEvent = v.InferOutput<typeof started>;
export type StepsEvent = v.InferOutput<typeof steps>;
export type EpochEvent = v.InferOutput<typeof epoch>;
export type ResumedEvent = v.InferOutput<typeof resumed>;
export type ControlEvent = v.InferOutput<typeof control>;
export type CheckpointEvent = v.InferOutput<typeof checkpoint>;
export type EndedEvent = v.InferOutput<typeof ended>;
export type Environment = v.InferOutput<typeof environment>;

/** The event that a line of a log or a message holds, or undefined when it holds none. */
export function parseRunEvent(value: unknown): RunEvent | undefined {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : undefined;
}

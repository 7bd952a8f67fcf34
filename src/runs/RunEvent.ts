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

const started = v.object({
  type: v.literal("started"),
  /** ISO 8601, of the machine's clock. */
  time: v.string(),
  config: runConfigSchema,
  environment,
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

/** Weights were written. `file` is relative to the run's folder. */
const checkpoint = v.object({
  type: v.literal("checkpoint"),
  file: v.string(),
  /** Complete epochs and steps behind these weights. */
  epoch: count,
  step: count,
});

const warning = v.object({ type: v.literal("warning"), message: v.string() });

const ended = v.object({
  type: v.literal("ended"),
  status: v.picklist(["finished", "stopped", "failed"]),
  /** One sentence for the user; only of a failed run. */
  error: v.optional(v.string()),
  /** What a program can act on: `dataset` when no usable data set was found, so that another may be chosen. */
  code: v.optional(v.picklist(["dataset"])),
  time: v.string(),
  seconds,
});

const schema = v.variant("type", [started, data, dataset, steps, epoch, checkpoint, warning, ended]);

/** Everything that happens in a run: sent over IPC, logged as a JSON line, folded into a RunState. */
export type RunEvent = v.InferOutput<typeof schema>;
export type StartedEvent = v.InferOutput<typeof started>;
export type StepsEvent = v.InferOutput<typeof steps>;
export type EpochEvent = v.InferOutput<typeof epoch>;
export type EndedEvent = v.InferOutput<typeof ended>;
export type Environment = v.InferOutput<typeof environment>;

/** The event that a line of a log or a message holds, or undefined when it holds none. */
export function parseRunEvent(value: unknown): RunEvent | undefined {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : undefined;
}

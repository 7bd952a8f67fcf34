import * as v from "valibot";
import { canonicalSeed, type Seed, whyNoSeed } from "./seed";

/** A number within bounds; the message reads on after the name of the setting or option. */
function bounded(
  kind: "number" | "whole number",
  bounds: { above?: number; from?: number; below?: number; to?: number },
) {
  const low = bounds.above === undefined ? `of at least ${bounds.from}` : `above ${bounds.above}`;
  const high = bounds.below === undefined ? `at most ${bounds.to}` : `below ${bounds.below}`;
  return v.custom<number>(
    (value) =>
      typeof value === "number" &&
      (kind === "number" ? Number.isFinite(value) : Number.isSafeInteger(value)) &&
      value > (bounds.above ?? -Infinity) &&
      value >= (bounds.from ?? -Infinity) &&
      value < (bounds.below ?? Infinity) &&
      value <= (bounds.to ?? Infinity),
    `must be a ${kind} ${low} and ${high}`,
  );
}

const flag = v.boolean("must be true or false");

export const optimizerNames = ["sgd", "adam", "adamw"] as const;
export type OptimizerName = (typeof optimizerNames)[number];

function isWidth(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 8192;
}

const datasetSchema = v.object({
  /** The real data set, or the small drawn one whose accuracy means nothing for the real one. */
  name: v.picklist(["fashion-mnist", "sample"], "must be fashion-mnist or sample"),
  /** A folder with the four IDX files in it or below it; empty for the cache, filled by download. */
  location: v.string("must be the path of a folder"),
  /** What to do when the files are neither found nor to be had from the network. */
  whenUnavailable: v.picklist(["fail", "sample"], "must be fail or sample"),
});

/** The engine's kernel variants, the fastest first, and its own choice among them. */
export const kernelNames = [
  "auto",
  "wasm-fma256",
  "wasm-fma128",
  "wasm-fma128-4x8",
  "wasm-simd128",
  "reference",
] as const;

const computeSchema = v.object({
  /** 0 for as many as there are cores to be had, up to 8. Results are the same bit for bit with any number. */
  threads: bounded("whole number", { from: 0, to: 64 }),
  /** Results of two variants differ by rounding. */
  kernels: v.picklist(kernelNames, `must be one of ${kernelNames.join(", ")}`),
});

/** Of one run, all its processes together. */
export const mostEpochs = 10_000;

/** How many of the newest checkpoints a run can keep, besides the best one. */
export const mostCheckpoints = 1000;

/** What happens when a batch's loss is NaN or infinite. */
export const divergenceChoices = ["stop", "continue"] as const;

const checkpointsSchema = v.object({
  /** How many of the newest checkpoints stay on disk, besides the best one. */
  keep: bounded("whole number", { from: 1, to: mostCheckpoints }),
});

const schema = v.object({
  learningRate: bounded("number", { above: 0, to: 100 }),
  batchSize: bounded("whole number", { from: 1, to: 60_000 }),
  epochs: bounded("whole number", { from: 1, to: mostEpochs }),
  optimizer: v.picklist(optimizerNames, "must be sgd, adam or adamw"),
  momentum: bounded("number", { from: 0, below: 1 }),
  dampening: bounded("number", { from: 0, to: 1 }),
  nesterov: flag,
  weightDecay: bounded("number", { from: 0, to: 1 }),
  seed: v.pipe(
    v.custom<Seed>(
      (value) => whyNoSeed(value) === undefined,
      ({ input }) => whyNoSeed(input) ?? "",
    ),
    v.transform(canonicalSeed),
  ),
  shuffle: flag,
  hidden: v.custom<number[]>(
    (value) => Array.isArray(value) && value.length <= 16 && value.every(isWidth),
    "must be a list of at most 16 whole numbers from 1 to 8192",
  ),
  limitTrainBatches: v.nullable(bounded("whole number", { from: 1, to: 60_000 })),
  dataset: datasetSchema,
  compute: computeSchema,
  onDivergence: v.optional(v.picklist(divergenceChoices, "must be stop or continue"), "stop"),
  checkpoints: v.optional(checkpointsSchema, { keep: 3 }),
});

/** Everything that decides a run's result, with every default resolved; recorded with the run. */
export type RunConfig = v.InferOutput<typeof schema>;

/** What a user may leave out. `weightDecay` left out is the optimizer's own default, as in PyTorch. */
export type RunConfigInput = Partial<Omit<RunConfig, "dataset" | "compute" | "checkpoints">> & {
  dataset?: Partial<RunConfig["dataset"]>;
  compute?: Partial<RunConfig["compute"]>;
  checkpoints?: Partial<RunConfig["checkpoints"]>;
};

/** The optimization tutorial's hyperparameters, seeded. */
export const tutorialConfig: RunConfig = {
  learningRate: 1e-3,
  batchSize: 64,
  epochs: 5,
  optimizer: "sgd",
  momentum: 0,
  dampening: 0,
  nesterov: false,
  weightDecay: 0,
  seed: 42,
  shuffle: false,
  hidden: [512, 512],
  limitTrainBatches: null,
  dataset: { name: "fashion-mnist", location: "", whenUnavailable: "fail" },
  compute: { threads: 0, kernels: "auto" },
  onDivergence: "stop",
  checkpoints: { keep: 3 },
};

/** `torch.optim`'s default weight decay. */
export function defaultWeightDecay(optimizer: OptimizerName): number {
  return optimizer === "adamw" ? 0.01 : 0;
}

/** A value that cannot be trained with. `key` is the RunConfig field; the message reads on after its name. */
export class InvalidConfigError extends Error {
  constructor(
    readonly key: string,
    readonly requirement: string,
    readonly value?: unknown,
  ) {
    const found = typeof value === "number" ? value : JSON.stringify(value);
    super(found === undefined ? `${key} ${requirement}` : `${key} ${requirement}, not ${found}`);
    this.name = "InvalidConfigError";
  }

  /** The same sentence about the setting or option that the user knows the field by. */
  about(name: string): string {
    return `${name} ${this.message.slice(this.key.length + 1)}.`;
  }
}

/** What a fork may change; data, order and shape of the network are its parent's. */
export const forkChangesSchema = v.partial(
  v.strictObject({
    learningRate: schema.entries.learningRate,
    epochs: schema.entries.epochs,
    optimizer: schema.entries.optimizer,
    momentum: schema.entries.momentum,
    dampening: schema.entries.dampening,
    nesterov: schema.entries.nesterov,
    weightDecay: schema.entries.weightDecay,
    compute: v.partial(computeSchema),
    onDivergence: v.picklist(divergenceChoices, "must be stop or continue"),
    checkpoints: checkpointsSchema,
  }),
);
export type ForkChanges = v.InferOutput<typeof forkChangesSchema>;

/** @throws InvalidConfigError for the first bad value. */
export function checkForkChanges(input: unknown): ForkChanges {
  return checked(forkChangesSchema, input);
}

/** Fills in what was left out and checks every value. @throws InvalidConfigError for the first bad one. */
export function resolveRunConfig(input: RunConfigInput): RunConfig {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const merged = {
    ...tutorialConfig,
    weightDecay: defaultWeightDecay(input.optimizer ?? tutorialConfig.optimizer),
    ...given,
    dataset: { ...tutorialConfig.dataset, ...input.dataset },
    compute: { ...tutorialConfig.compute, ...input.compute },
    checkpoints: { ...tutorialConfig.checkpoints, ...input.checkpoints },
  };
  const config = checked(schema, merged);
  if (config.optimizer === "sgd" && config.nesterov && (config.momentum === 0 || config.dampening !== 0)) {
    throw new InvalidConfigError("nesterov", "needs a momentum above 0 and a dampening of 0");
  }
  return config;
}

function checked<Schema extends v.GenericSchema>(within: Schema, value: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(within, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new InvalidConfigError(v.getDotPath(issue) ?? "config", issue.message, issue.input);
}

export { schema as runConfigSchema };

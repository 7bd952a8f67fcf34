import * as l10n from "@vscode/l10n";
import { datasets, drawnNames } from "../datasets/datasets";
import { epochsText } from "../text/amounts";
import { type ModelKind, modelHyperparameters, models } from "./models";
import { type OptimizerName, optimizers } from "./optimizers";
import type { Seed } from "./seed";

/** Names of the engine's kernel variants, the fastest first, after `auto`, which chooses among them. */
export const kernelNames = [
  "auto",
  "wasm-fma256",
  "wasm-fma128",
  "wasm-fma128-4x8",
  "wasm-simd128",
  "reference",
] as const;

/** Most epochs of one run, in all its processes together. */
export const mostEpochs = 10_000;

/** Largest number of newest checkpoints that a run keeps. The best checkpoint is kept in addition. */
export const mostCheckpoints = 1000;

/** Bounds of a number: `from` and `to` are included, `above` and `below` excluded. */
export interface Bounds {
  above?: number;
  from?: number;
  below?: number;
  to?: number;
}

/** The kinds of values of a hyperparameter. */
export type Kind =
  | ({ kind: "number" | "whole number"; isNullable?: boolean } & Bounds)
  | { kind: "flag" }
  /** Each choice with its label. */
  | { kind: "choice"; of: Readonly<Record<string, string>> }
  | { kind: "folder" }
  | { kind: "seed" }
  /** Widths of layers: at most `most` of them, each within the bounds. */
  | { kind: "widths"; most: number; from: number; to: number };

/** The description of one hyperparameter. */
export interface Hyperparameter {
  allows: Kind;
  /**
   * The value that is used where none is given. It is PyTorch's optimization tutorial's, where the tutorial has one.
   */
  default: unknown;
  /** The value of runs whose record is older than the key; left out for keys that every record has. */
  inOlderRuns?: unknown;
  label: string;
  /** The text in a line with several hyperparameters. Default: the label and the value. */
  brief?: (text: string, value: unknown) => string;
  /** The VS Code setting that sets it. */
  setting?: string;
  /**
   * The command line's option. `ofFork` replaces the description in commands that change an existing run. An option
   * with a path has no description here, since each command describes the path itself.
   */
  option?: { flags: string; description?: string; ofFork?: string };
  /** Whether the views of a run show it, since it decides the weights beyond rounding. */
  decidesResult: boolean;
  /** Whether a fork can change it. Otherwise the fork has its parent's value. */
  isForked: boolean;
  /** Whether a list of hyperparameters shows it always, or only where it is not the default. */
  isShown: "always" | "changed";
  optimizers?: readonly OptimizerName[];
  /** The models that have it; default: all. A RunConfig of another model lacks it. */
  models?: readonly ModelKind[];
}

const choices = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;
const labels = <Name extends string>(registry: Readonly<Record<Name, { label: string }>>) =>
  Object.fromEntries(
    Object.entries<{ label: string }>(registry).map(([name, { label }]) => [name, label]),
  ) as Record<Name, string>;

/** A drawn data set may replace the original that it resembles. */
const insteadOfData = choices(["fail", ...drawnNames] as const);

/**
 * Every key of a RunConfig, as `group.field` within a group. Every list of hyperparameters has the order of this table.
 * Checks, settings, options, questions and views use the table; `package.json` declares the settings.
 */
export const hyperparameters = {
  "dataset.name": {
    allows: { kind: "choice", of: labels(datasets) },
    default: "fashion-mnist",
    label: l10n.t("Data"),
    brief: (text) => text,
    setting: "fittingRoom.dataset.name",
    option: { flags: "--dataset <name>", description: Object.keys(datasets).join(", ") },
    decidesResult: true,
    isForked: false,
    isShown: "always",
  },
  /** A folder with the four IDX files in it or below it. Empty for the cache, which downloads fill. */
  "dataset.location": {
    allows: { kind: "folder" },
    default: "",
    label: l10n.t("Folder"),
    setting: "fittingRoom.dataset.location",
    option: { flags: "--data <dir>" },
    decidesResult: false,
    isForked: false,
    isShown: "changed",
  },
  /** The action when the files are not found and cannot be downloaded. */
  "dataset.whenUnavailable": {
    allows: { kind: "choice", of: insteadOfData },
    default: "fail",
    label: l10n.t("Without data"),
    decidesResult: false,
    isForked: false,
    isShown: "changed",
  },
  optimizer: {
    allows: { kind: "choice", of: labels(optimizers) },
    default: "sgd",
    label: l10n.t("Optimizer"),
    brief: (text) => text,
    setting: "fittingRoom.hyperparameters.optimizer",
    option: { flags: "--optimizer <name>", description: Object.keys(optimizers).join(", ") },
    decidesResult: true,
    isForked: true,
    isShown: "always",
  },
  learningRate: {
    allows: { kind: "number", above: 0, to: 100 },
    default: 1e-3,
    label: l10n.t("Learning rate"),
    brief: (text) => l10n.t("lr {0}", text),
    setting: "fittingRoom.hyperparameters.learningRate",
    option: { flags: "--learning-rate <x>", description: l10n.t("step size of the optimizer") },
    decidesResult: true,
    isForked: true,
    isShown: "always",
  },
  batchSize: {
    allows: { kind: "whole number", from: 1, to: 60_000 },
    default: 64,
    label: l10n.t("Batch size"),
    brief: (text) => l10n.t("batch {0}", text),
    setting: "fittingRoom.hyperparameters.batchSize",
    option: { flags: "--batch-size <n>", description: l10n.t("images per step") },
    decidesResult: true,
    isForked: false,
    isShown: "always",
  },
  epochs: {
    allows: { kind: "whole number", from: 1, to: mostEpochs },
    default: 5,
    label: l10n.t("Epochs"),
    brief: (_, value) => epochsText(Number(value)),
    setting: "fittingRoom.hyperparameters.epochs",
    option: {
      flags: "--epochs <n>",
      description: l10n.t("passes over the training set"),
      ofFork: l10n.t("passes over the training set, the parent's included"),
    },
    decidesResult: true,
    isForked: true,
    isShown: "always",
  },
  momentum: {
    allows: { kind: "number", from: 0, below: 1 },
    default: 0,
    label: l10n.t("Momentum"),
    setting: "fittingRoom.hyperparameters.momentum",
    option: { flags: "--momentum <x>", description: l10n.t("momentum of SGD") },
    decidesResult: true,
    isForked: true,
    isShown: "always",
    optimizers: ["sgd"],
  },
  dampening: {
    allows: { kind: "number", from: 0, to: 1 },
    default: 0,
    label: l10n.t("Dampening"),
    setting: "fittingRoom.hyperparameters.dampening",
    option: { flags: "--dampening <x>", description: l10n.t("dampening of SGD's momentum") },
    decidesResult: true,
    isForked: true,
    isShown: "changed",
    optimizers: ["sgd"],
  },
  nesterov: {
    allows: { kind: "flag" },
    default: false,
    label: l10n.t("Nesterov"),
    brief: () => l10n.t("Nesterov"),
    setting: "fittingRoom.hyperparameters.nesterov",
    option: { flags: "--nesterov", description: l10n.t("Nesterov momentum") },
    decidesResult: true,
    isForked: true,
    isShown: "changed",
    optimizers: ["sgd"],
  },
  /** The default is that of the tutorial's optimizer. A run gets the default of its own optimizer. */
  weightDecay: {
    allows: { kind: "number", from: 0, to: 1 },
    default: 0,
    label: l10n.t("Weight decay"),
    setting: "fittingRoom.hyperparameters.weightDecay",
    option: { flags: "--weight-decay <x>", description: l10n.t("weight decay") },
    decidesResult: true,
    isForked: true,
    isShown: "always",
  },
  "model.kind": {
    allows: { kind: "choice", of: labels(models) },
    default: "mlp",
    label: l10n.t("Model"),
    brief: (text) => text,
    setting: "fittingRoom.model",
    option: { flags: "--model <name>", description: Object.keys(models).join(", ") },
    decidesResult: true,
    isForked: false,
    isShown: "always",
  },
  ...modelHyperparameters,
  seed: {
    allows: { kind: "seed" },
    default: 42,
    label: l10n.t("Seed"),
    setting: "fittingRoom.hyperparameters.seed",
    option: { flags: "--seed <n>", description: l10n.t("seed of all random numbers, as torch.manual_seed") },
    decidesResult: true,
    isForked: false,
    isShown: "always",
  },
  shuffle: {
    allows: { kind: "flag" },
    default: false,
    label: l10n.t("Shuffle"),
    brief: () => l10n.t("shuffled"),
    setting: "fittingRoom.hyperparameters.shuffle",
    option: {
      flags: "--shuffle",
      description: l10n.t("take the training images in a new random order each epoch"),
    },
    decidesResult: true,
    isForked: false,
    isShown: "always",
  },
  limitTrainBatches: {
    allows: { kind: "whole number", from: 1, to: 60_000, isNullable: true },
    default: null,
    label: l10n.t("Batches per epoch"),
    option: {
      flags: "--limit-train-batches <n>",
      description: l10n.t("stop each epoch after this number of steps"),
    },
    decidesResult: true,
    isForked: false,
    isShown: "changed",
  },
  /** 0 for as many threads as there are available cores, at most 8. Results are the same to the bit with any number. */
  "compute.threads": {
    allows: { kind: "whole number", from: 0, to: 64 },
    default: 0,
    label: l10n.t("Threads"),
    setting: "fittingRoom.compute.threads",
    option: {
      flags: "--threads <n>",
      description: l10n.t("threads that compute; 0 for as many as there are cores, up to 8"),
    },
    decidesResult: false,
    isForked: true,
    isShown: "changed",
  },
  /** Results of two variants differ by rounding. */
  "compute.kernels": {
    allows: { kind: "choice", of: choices(kernelNames) },
    default: "auto",
    label: l10n.t("Kernels"),
    option: { flags: "--kernels <name>", description: kernelNames.join(", ") },
    decidesResult: false,
    isForked: true,
    isShown: "changed",
  },
  /** The action when a loss, a gradient or the weights are not finite. */
  onDivergence: {
    allows: { kind: "choice", of: choices<"stop" | "continue">(["stop", "continue"]) },
    default: "stop",
    inOlderRuns: "stop",
    label: l10n.t("On divergence"),
    setting: "fittingRoom.onDivergence",
    option: {
      flags: "--on-divergence <what>",
      description: l10n.t("stop or continue when a loss or a gradient is not a finite number"),
    },
    decidesResult: false,
    isForked: true,
    isShown: "changed",
  },
  "checkpoints.keep": {
    allows: { kind: "whole number", from: 1, to: mostCheckpoints },
    default: 3,
    inOlderRuns: 3,
    label: l10n.t("Checkpoints kept"),
    setting: "fittingRoom.checkpoints.keep",
    option: {
      flags: "--keep-checkpoints <n>",
      description: l10n.t("number of newest checkpoints that stay on disk; the best one stays as well"),
    },
    decidesResult: false,
    isForked: true,
    isShown: "changed",
  },
  "evaluation.record": {
    allows: { kind: "flag" },
    default: true,
    inOlderRuns: false,
    label: l10n.t("Evaluations recorded"),
    setting: "fittingRoom.evaluation.record",
    option: {
      flags: "--no-evaluation",
      description: l10n.t("do not record what the network answers for each image at the end of each epoch"),
    },
    decidesResult: false,
    isForked: true,
    isShown: "changed",
  },
} as const satisfies Record<string, Hyperparameter>;

export type HyperparameterKey = keyof typeof hyperparameters;

export type ValueOfKind<K> = K extends { kind: "choice"; of: infer Labels }
  ? keyof Labels & string
  : K extends { isNullable: true }
    ? number | null
    : K extends { kind: "number" | "whole number" }
      ? number
      : K extends { kind: "flag" }
        ? boolean
        : K extends { kind: "folder" }
          ? string
          : K extends { kind: "seed" }
            ? Seed
            : number[];

/** The value of a hyperparameter in a RunConfig. */
export type HyperparameterValue<Key extends HyperparameterKey> = ValueOfKind<
  (typeof hyperparameters)[Key]["allows"]
>;

/** Each hyperparameter with its key, in the order of the table. */
export const hyperparameterList = (
  Object.entries(hyperparameters) as [HyperparameterKey, Hyperparameter][]
).map(([key, one]) => ({ key, ...one }));

/** The value of a key in a configuration. The key of a value in a group has a dot. */
export function valueAt(config: object, key: HyperparameterKey): unknown {
  const [outer = "", inner] = key.split(".");
  const value = (config as Record<string, unknown>)[outer];
  return inner === undefined ? value : (value as Record<string, unknown> | undefined)?.[inner];
}

/** Arranges values by key into the groups of a configuration. */
export function inGroups(values: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const [key, value] of values) {
    const [outer = "", inner] = key.split(".");
    if (inner === undefined) config[outer] = value;
    else config[outer] = { ...(config[outer] as object | undefined), [inner]: value };
  }
  return config;
}

/** A value as shown to a user: `0.001`, `512 × 512`, `on`. An invalid one is shown unchanged. */
export function valueText(key: HyperparameterKey, value: unknown): string {
  const { allows }: Hyperparameter = hyperparameters[key];
  if (allows.kind === "choice" && typeof value === "string")
    return Object.hasOwn(allows.of, value) ? allows.of[value]! : value;
  if (allows.kind === "folder" && value === "") return l10n.t("downloaded");
  if (allows.kind === "whole number" && allows.isNullable && value === null) return l10n.t("all");
  if (typeof value === "boolean") return value ? l10n.t("on") : l10n.t("off");
  if (Array.isArray(value)) return value.length === 0 ? l10n.t("none") : value.join(" × ");
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** The text of a hyperparameter in a line with several: `lr 0.01`, `momentum 0.9`. */
export function briefText(
  { key, label, brief }: (typeof hyperparameterList)[number],
  value: unknown,
): string {
  const text = valueText(key, value);
  return brief ? brief(text, value) : `${label.toLowerCase()} ${text}`;
}

/** Whether a list of a configuration's hyperparameters shows this one. */
export function isShown(key: HyperparameterKey, isChanged: boolean, config: object): boolean {
  const { isShown, optimizers }: Hyperparameter = hyperparameters[key];
  const optimizer = valueAt(config, "optimizer");
  return (
    isOfModel(key, valueAt(config, "model.kind")) &&
    (isShown === "always" || isChanged) &&
    (optimizers?.some((name) => name === optimizer) ?? true)
  );
}

/** Whether a configuration with this model has the key. */
export function isOfModel(key: HyperparameterKey, model: unknown): boolean {
  const { models }: Hyperparameter = hyperparameters[key];
  return models?.some((kind) => kind === model) ?? true;
}

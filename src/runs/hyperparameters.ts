import * as l10n from "@vscode/l10n";
import { datasets, drawnNames } from "../datasets/datasets";
import { epochsText, imagesText } from "../text/amounts";
import { type ModelKind, modelHyperparameters, models } from "./models";
import { type OptimizerName, optimizers } from "./optimizers";
import { type ScheduleName, scheduleHyperparameters } from "./schedules";
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
  /** At most `most` numbers, each within the bounds. A text has the separator between them. */
  | { kind: "whole numbers"; most: number; from: number; to: number; separator: string }
  /** Indices of images: at most `most` of them, each at most `to`; ascending and without repetitions. */
  | { kind: "indices"; most: number; to: number };

/** The description of one hyperparameter. */
export interface Hyperparameter {
  allows: Kind;
  /**
   * The value that is used where none is given: the one in PyTorch's optimization tutorial, if the tutorial has one.
   */
  default: unknown;
  /** The value of runs whose record is older than the key; left out for keys that every record has. */
  inOlderRuns?: unknown;
  /** Defaults that depend on another hyperparameter. An empty setting stands for them. */
  defaultBy?: { key: "optimizer" | "schedule.name"; of: Readonly<Record<string, number>> };
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
  /** The optimizers and the schedules that use it; default: all. */
  when?: { optimizer?: readonly OptimizerName[]; "schedule.name"?: readonly ScheduleName[] };
  /** The models that have it; default: all. A RunConfig of another model lacks it. */
  models?: readonly ModelKind[];
}

const choices = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;
const labels = <Name extends string>(registry: Readonly<Record<Name, { label: string }>>) =>
  Object.fromEntries(
    Object.entries<{ label: string }>(registry).map(([name, { label }]) => [name, label]),
  ) as Record<Name, string>;

const weightDecays = Object.fromEntries(
  Object.entries(optimizers).map(([name, { weightDecay }]) => [name, weightDecay]),
);

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
  /** The training images that are left out. The indices are those of the whole training set. */
  "dataset.exclude": {
    allows: { kind: "indices", most: 10_000, to: 999_999 },
    default: [] as const,
    inOlderRuns: [],
    label: l10n.t("Left out"),
    brief: (text) => l10n.t("without {0}", text),
    option: {
      flags: "--exclude <images>",
      description: l10n.t(
        "numbers of training images to leave out, from 0, separated by commas, or the path of a .csv file of marks",
      ),
    },
    decidesResult: true,
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
    when: { optimizer: ["sgd"] },
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
    when: { optimizer: ["sgd"] },
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
    when: { optimizer: ["sgd"] },
  },
  weightDecay: {
    allows: { kind: "number", from: 0, to: 1 },
    default: 0,
    defaultBy: { key: "optimizer", of: weightDecays },
    label: l10n.t("Weight decay"),
    setting: "fittingRoom.hyperparameters.weightDecay",
    option: { flags: "--weight-decay <x>", description: l10n.t("weight decay") },
    decidesResult: true,
    isForked: true,
    isShown: "always",
  },
  ...scheduleHyperparameters,
  /** The largest norm of all gradients together; larger ones are scaled down to it. 0 to leave them as they are. */
  clipGradNorm: {
    allows: { kind: "number", from: 0, to: 1e6 },
    default: 0,
    inOlderRuns: 0,
    label: l10n.t("Gradient norm"),
    brief: (text) => l10n.t("gradient norm up to {0}", text),
    setting: "fittingRoom.hyperparameters.clipGradNorm",
    option: {
      flags: "--clip-grad-norm <x>",
      description: l10n.t(
        "largest norm of all gradients together, to which larger ones are scaled down; 0 for none",
      ),
    },
    decidesResult: true,
    isForked: true,
    isShown: "changed",
  },
  /** Of the training loss. The test loss stays comparable between runs. */
  labelSmoothing: {
    allows: { kind: "number", from: 0, below: 1 },
    default: 0,
    inOlderRuns: 0,
    label: l10n.t("Label smoothing"),
    setting: "fittingRoom.hyperparameters.labelSmoothing",
    option: {
      flags: "--label-smoothing <x>",
      description: l10n.t(
        "part of each label's weight, 0 to below 1, that the training loss spreads over all classes",
      ),
    },
    decidesResult: true,
    isForked: true,
    isShown: "changed",
  },
  "transforms.cropPadding": {
    allows: { kind: "whole number", from: 0, to: 14 },
    default: 0,
    inOlderRuns: 0,
    label: l10n.t("Crop padding"),
    setting: "fittingRoom.hyperparameters.cropPadding",
    option: {
      flags: "--crop-padding <n>",
      description: l10n.t(
        "black pixels around a training image before a random crop to its size; 0 for no crop",
      ),
    },
    decidesResult: true,
    isForked: true,
    isShown: "changed",
  },
  "transforms.horizontalFlip": {
    allows: { kind: "number", from: 0, to: 1 },
    default: 0,
    inOlderRuns: 0,
    label: l10n.t("Horizontal flip"),
    setting: "fittingRoom.hyperparameters.horizontalFlip",
    option: {
      flags: "--horizontal-flip <p>",
      description: l10n.t("probability with which a training image is mirrored"),
    },
    decidesResult: true,
    isForked: true,
    isShown: "changed",
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
  "evaluation.layers": {
    allows: { kind: "flag" },
    default: true,
    inOlderRuns: false,
    label: l10n.t("Layers recorded"),
    setting: "fittingRoom.evaluation.layers",
    option: {
      flags: "--no-layers",
      description: l10n.t("do not record weights, gradients and activations of the layers"),
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
  if (Array.isArray(value) && allows.kind === "indices")
    return value.length === 0 ? l10n.t("none") : imagesText(value.length);
  if (Array.isArray(value) && allows.kind === "whole numbers")
    return value.length === 0 ? l10n.t("none") : value.join(allows.separator);
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** The text of a hyperparameter in a line with several: `lr 0.01`, `momentum 0.9`. */
function briefText({ key, label, brief }: (typeof hyperparameterList)[number], value: unknown): string {
  const text = valueText(key, value);
  return brief ? brief(text, value) : `${label.toLowerCase()} ${text}`;
}

/** A value that differs from another run's, in a few words. The brief text of a flag is for one that is on. */
export function changeText(one: (typeof hyperparameterList)[number], value: unknown): string {
  return value === false ? `${one.label.toLowerCase()} ${valueText(one.key, value)}` : briefText(one, value);
}

/** The default of a key in a configuration, which may lack any other key. */
export function defaultOf(key: HyperparameterKey, config: object): unknown {
  const { default: ordinary, defaultBy }: Hyperparameter = hyperparameters[key];
  if (!defaultBy) return ordinary;
  const { of, key: other } = defaultBy;
  const name = String(valueAt(config, other) ?? hyperparameters[other].default);
  return Object.hasOwn(of, name) ? of[name] : ordinary;
}

/** Whether a list of a configuration's hyperparameters shows this one. */
export function isShown(key: HyperparameterKey, isChanged: boolean, config: object): boolean {
  return isUsed(key, config) && (hyperparameters[key].isShown === "always" || isChanged);
}

/** Whether the model, the optimizer and the schedule of a configuration use the key. */
export function isUsed(key: HyperparameterKey, config: object): boolean {
  const { when = {} }: Hyperparameter = hyperparameters[key];
  const isMet = ([other, names]: [string, readonly string[]]) =>
    names.some((name) => name === valueAt(config, other as HyperparameterKey));
  return isOfModel(key, valueAt(config, "model.kind")) && Object.entries(when).every(isMet);
}

/** Whether a configuration with this model has the key. */
export function isOfModel(key: HyperparameterKey, model: unknown): boolean {
  const { models }: Hyperparameter = hyperparameters[key];
  return models?.some((kind) => kind === model) ?? true;
}

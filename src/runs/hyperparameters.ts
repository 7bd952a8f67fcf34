import * as l10n from "@vscode/l10n";
import { datasets, drawnNames } from "../datasets/datasets";
import { epochsText } from "../text/amounts";
import { upToDecimals } from "../text/numbers";
import type { Hyperparameter, ValueOfKind } from "./Hyperparameter";
import { mostEpochs, mostTrainingImages } from "./limits";
import { modelHyperparameters, models } from "./models";
import { optimizers } from "./optimizers";
import { scheduleHyperparameters } from "./schedules";

/**
 * The values of `compute.kernels`: `auto`, for which the fastest variant is chosen, then the names of the variants, the
 * usually fastest first.
 */
export const kernelNames = [
  "auto",
  "wasm-fma256",
  "wasm-fma128",
  "wasm-fma128-4x8",
  "wasm-simd128",
  "reference",
] as const;

/**
 * Largest value of `checkpoints.keep`, the number of newest checkpoints that a run keeps. The run also keeps the best
 * one.
 */
export const mostCheckpoints = 1000;

const choices = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;
const labels = <Name extends string>(registry: Readonly<Record<Name, { label: string }>>) =>
  Object.fromEntries(
    Object.entries<{ label: string }>(registry).map(([name, { label }]) => [name, label]),
  ) as Record<Name, string>;

const weightDecays = Object.fromEntries(
  Object.entries(optimizers).map(([name, { weightDecay }]) => [name, weightDecay]),
);

/** The values of `dataset.whenUnavailable`: `fail`, or a drawn data set that replaces the configured one. */
const insteadOfData = choices(["fail", ...drawnNames] as const);

/**
 * Every hyperparameter by its key in a RunConfig; the key of a hyperparameter in a group is `group.field`. Every list
 * of hyperparameters has the order of this table. Checks, settings, options, questions and views use the table.
 * `package.json` declares the settings.
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
  /**
   * The folder with the data set's four IDX files, which may also be in a subfolder. If the value is empty, the files
   * are downloaded into the cache, unless the data set is built in.
   */
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
  /** What happens if the data set's files are not found and cannot be downloaded. */
  "dataset.whenUnavailable": {
    allows: { kind: "choice", of: insteadOfData },
    default: "fail",
    label: l10n.t("Without data"),
    decidesResult: false,
    isForked: false,
    isShown: "changed",
  },
  /** Indices, in the whole training set, of the images that are left out of training and validation. */
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
  /** The share of the training images, at the end of the training set, that is held out for validation. */
  "dataset.validationSplit": {
    allows: { kind: "number", from: 0, to: 0.5 },
    default: 0,
    inOlderRuns: 0,
    label: l10n.t("Validation split"),
    brief: (_, value) =>
      value === 0
        ? l10n.t("no validation set")
        : l10n.t("validation {0}", `${upToDecimals(100 * Number(value), 2)}%`),
    setting: "fittingRoom.dataset.validationSplit",
    option: {
      flags: "--validation-split <x>",
      description: l10n.t(
        "part of the training images, 0 to 0.5, that is not trained on and decides which epoch is the best",
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
    allows: { kind: "whole number", from: 1, to: mostTrainingImages },
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
  /**
   * The largest norm that all gradients together may have. Gradients with a larger norm are scaled down to this norm.
   * If the value is 0, no gradient is scaled.
   */
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
  /** Label smoothing applies to the training loss only, so that test losses stay comparable between runs. */
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
    allows: { kind: "whole number", from: 1, to: mostTrainingImages, isNullable: true },
    default: null,
    label: l10n.t("Batches per epoch"),
    option: {
      flags: "--limit-train-batches <n>",
      description: l10n.t(
        "stop each epoch after this number of steps; without it, or with all, after the last one",
      ),
    },
    decidesResult: true,
    isForked: false,
    isShown: "changed",
  },
  /**
   * Number of threads. If the value is 0, the fastest number is chosen, which is at most 8 and at most the number of
   * available cores. Results do not depend on the number of threads.
   */
  "compute.threads": {
    allows: { kind: "whole number", from: 0, to: 64 },
    default: 0,
    label: l10n.t("Threads"),
    setting: "fittingRoom.compute.threads",
    option: {
      flags: "--threads <n>",
      description: l10n.t("threads that compute; 0 for as many as are fastest, up to all cores and 8"),
    },
    decidesResult: false,
    isForked: true,
    isShown: "changed",
  },
  /** The variant of the kernels. The results of two variants may differ by rounding. */
  "compute.kernels": {
    allows: { kind: "choice", of: choices(kernelNames) },
    default: "auto",
    label: l10n.t("Kernels"),
    option: { flags: "--kernels <name>", description: kernelNames.join(", ") },
    decidesResult: false,
    isForked: true,
    isShown: "changed",
  },
  /** What happens if a loss, a gradient or the weights are not finite. */
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

/** The value of a hyperparameter in a RunConfig. */
export type HyperparameterValue<Key extends HyperparameterKey> = ValueOfKind<
  (typeof hyperparameters)[Key]["allows"]
>;

/** Each hyperparameter with its key, in the order of the table. */
export const hyperparameterList = (
  Object.entries(hyperparameters) as [HyperparameterKey, Hyperparameter][]
).map(([key, one]) => ({ key, ...one }));

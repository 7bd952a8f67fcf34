import * as l10n from "@vscode/l10n";
import { hyperparameterList } from "./hyperparameters";
import { type RunConfig, type RunConfigInput, resolveRunConfig } from "./RunConfig";

interface Preset {
  label: string;
  /**
   * The accuracy that the preset reaches, then how it is reached. The text has at most 75 characters, since VS Code's
   * quick pick cuts off a longer text.
   */
  description: string;
  /** The hyperparameters whose values are not the defaults. */
  config: RunConfigInput;
}

/** The hyperparameters that all presets with a schedule of the learning rate have in common. */
const oneCycle = {
  optimizer: "adamw",
  batchSize: 128,
  shuffle: true,
  schedule: { name: "OneCycleLR" },
} as const satisfies RunConfigInput;

/** Named configurations for Fashion-MNIST. `docs/performance.md` states how long a training with each of them takes. */
export const presets = {
  tutorial: {
    label: l10n.t("Tutorial"),
    description: l10n.t("About 65 % in 5 epochs: network and hyperparameters of PyTorch’s tutorial."),
    config: {},
  },
  "fast-90": {
    label: l10n.t("Fast to 90 %"),
    description: l10n.t("90.5 % in 6 epochs of about 3 s: LeNet-5, AdamW, OneCycleLR."),
    config: { ...oneCycle, model: { kind: "lenet5" }, learningRate: 0.008, epochs: 6 },
  },
  "fast-92": {
    label: l10n.t("Fast to 92 %"),
    description: l10n.t("92.3 % in 5 epochs of about 20 s: ConvNet of width 16, AdamW, OneCycleLR."),
    config: {
      ...oneCycle,
      model: { kind: "convnet", width: 16 },
      learningRate: 0.006,
      epochs: 5,
    },
  },
  best: {
    label: l10n.t("Best in 6 minutes"),
    description: l10n.t("93 % in 7 epochs of about 40 s: ConvNet of width 24, AdamW, OneCycleLR."),
    config: {
      ...oneCycle,
      model: { kind: "convnet", width: 24 },
      learningRate: 0.005,
      epochs: 7,
    },
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

export const presetNames = Object.keys(presets) as PresetName[];

/**
 * The hyperparameters to which a preset gives a value, which may be the default: all hyperparameters that decide the
 * result, except those of the data set and the seed.
 */
export const presetKeys = hyperparameterList
  .filter(({ key, decidesResult }) => decidesResult && key !== "seed" && !key.startsWith("dataset."))
  .map(({ key }) => key);

/** The configuration of a preset, with every default filled in. */
export function presetConfig(name: PresetName): RunConfig {
  return resolveRunConfig(presets[name].config);
}

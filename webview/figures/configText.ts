import type { RunConfig } from "../../src/runs/RunConfig";
import { strings } from "../strings";

/** A hyperparameter as a reader knows it. */
export interface Hyperparameter {
  label: string;
  value: string;
}

const { config: labels, configValues: words } = strings;
type Key = keyof typeof labels;

const readers: Record<Key, (config: RunConfig) => string> = {
  optimizer: (config) => words.optimizers[config.optimizer],
  learningRate: (config) => String(config.learningRate),
  batchSize: (config) => String(config.batchSize),
  epochs: (config) => String(config.epochs),
  momentum: (config) => String(config.momentum),
  dampening: (config) => String(config.dampening),
  nesterov: (config) => onOff(config.nesterov),
  weightDecay: (config) => String(config.weightDecay),
  hidden: (config) => config.hidden.join(" × ") || words.noLayers,
  seed: (config) => String(config.seed),
  shuffle: (config) => onOff(config.shuffle),
  limitTrainBatches: (config) => String(config.limitTrainBatches ?? words.all),
  dataset: (config) => words.datasets[config.dataset.name],
  location: (config) => config.dataset.location || words.noFolder,
};

/** What a reader wants to know first of any run. */
const main: Key[] = ["optimizer", "learningRate", "batchSize", "epochs", "hidden", "seed"];

/** A run's own hyperparameters: all that differ from the next run's, or the main ones when that is not known. */
export function runHyperparameters(run: RunConfig, next: RunConfig | undefined): Hyperparameter[] {
  const keys = next
    ? (Object.keys(readers) as Key[]).filter((key) => readers[key](run) !== readers[key](next))
    : main;
  return keys.map((key) => ({ label: labels[key], value: readers[key](run) }));
}

function onOff(value: boolean): string {
  return value ? words.on : words.off;
}

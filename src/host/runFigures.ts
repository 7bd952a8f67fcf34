import { percentage } from "../runs/figures";
import { defaultWeightDecay, type RunConfig, tutorialConfig } from "../runs/RunConfig";
import { configInForce, type RunState, type RunStatus } from "../runs/RunState";
import { datasetLabel, layersLabel, optimizerLabel } from "./settings";

/** Icon and theme colour of a run's status. */
export const statusIcons: Record<RunStatus, { icon: string; color: string }> = {
  preparing: { icon: "loading", color: "charts.blue" },
  running: { icon: "pulse", color: "charts.blue" },
  paused: { icon: "debug-pause", color: "charts.blue" },
  finished: { icon: "pass", color: "testing.iconPassed" },
  stopped: { icon: "debug-stop", color: "charts.yellow" },
  failed: { icon: "error", color: "testing.iconFailed" },
  interrupted: { icon: "debug-disconnect", color: "charts.orange" },
};

/** What tells runs apart in one line: accuracy, then how the run differs from the tutorial's. */
export function runDescription(state: RunState): string {
  const { best } = state;
  const config = configInForce(state);
  return [
    ...(best ? [percentage(best.testAccuracy)] : []),
    ...(datasetName(state) === "sample" ? ["sample"] : []),
    ...(config ? differences(config) : []),
  ].join(" · ");
}

function differences(config: RunConfig): string[] {
  const texts: Partial<Record<keyof RunConfig, string>> = {
    optimizer: optimizerLabel(config.optimizer),
    learningRate: `lr ${config.learningRate}`,
    momentum: `momentum ${config.momentum}`,
    nesterov: "Nesterov",
    dampening: `dampening ${config.dampening}`,
    weightDecay: `weight decay ${config.weightDecay}`,
    batchSize: `batch ${config.batchSize}`,
    epochs: config.epochs === 1 ? "1 epoch" : `${config.epochs} epochs`,
    hidden: layersLabel(config.hidden),
    seed: `seed ${config.seed}`,
    shuffle: "shuffled",
  };
  const usual = { ...tutorialConfig, weightDecay: defaultWeightDecay(config.optimizer) };
  const isUsual = (key: keyof RunConfig) => String(config[key]) === String(usual[key]);
  return Object.entries(texts).flatMap(([key, text]) => (isUsual(key as keyof RunConfig) ? [] : [text]));
}

/** The data set a run is really trained on, or is meant to be while it is not loaded. */
export function datasetName({ dataset, config }: RunState): string | undefined {
  return dataset?.name ?? config?.dataset.name;
}

/** Every hyperparameter of a run and its value. */
export function hyperparameters(state: RunState): [name: string, value: string][] {
  const config = configInForce(state);
  if (!config) return [];
  const rows: [string, string][] = [
    ["Data", datasetLabel(datasetName(state) ?? "")],
    ["Optimizer", optimizerLabel(config.optimizer)],
    ["Learning rate", String(config.learningRate)],
    ["Batch size", String(config.batchSize)],
    ["Epochs", String(config.epochs)],
  ];
  if (config.optimizer === "sgd") rows.push(["Momentum", String(config.momentum)]);
  if (config.optimizer === "sgd" && config.dampening !== 0)
    rows.push(["Dampening", String(config.dampening)]);
  if (config.optimizer === "sgd" && config.nesterov) rows.push(["Nesterov", "on"]);
  rows.push(
    ["Weight decay", String(config.weightDecay)],
    ["Hidden layers", layersLabel(config.hidden)],
    ["Seed", String(config.seed)],
    ["Shuffle", config.shuffle ? "on" : "off"],
  );
  return rows;
}

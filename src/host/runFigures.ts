import { percentage } from "../runs/figures";
import type { RunState, RunStatus } from "../runs/RunState";
import { datasetLabel, layersLabel, optimizerLabel } from "./settings";

/** Icon and theme colour of a run's status. */
export const statusIcons: Record<RunStatus, { icon: string; color: string }> = {
  preparing: { icon: "sync~spin", color: "charts.blue" },
  running: { icon: "sync~spin", color: "charts.blue" },
  finished: { icon: "pass", color: "testing.iconPassed" },
  stopped: { icon: "debug-stop", color: "charts.yellow" },
  failed: { icon: "error", color: "testing.iconFailed" },
};

/** What tells runs apart in one line: accuracy, then the hyperparameters. */
export function runDescription(state: RunState): string {
  const { best, config } = state;
  const parts = best ? [percentage(best.testAccuracy)] : [];
  if (config) {
    parts.push(`${optimizerLabel(config.optimizer)} lr ${config.learningRate}`);
    parts.push(`batch ${config.batchSize}`);
    if (config.hidden.join() !== "512,512") parts.push(layersLabel(config.hidden));
  }
  if (datasetName(state) === "sample") parts.push("sample");
  return parts.join(" · ");
}

/** The data set a run is really trained on, or is meant to be while it is not loaded. */
export function datasetName({ dataset, config }: RunState): string | undefined {
  return dataset?.name ?? config?.dataset.name;
}

/** Every hyperparameter of a run and its value. */
export function hyperparameters(state: RunState): [name: string, value: string][] {
  const { config } = state;
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

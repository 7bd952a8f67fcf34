import { percentage } from "../runs/figures";
import {
  briefText,
  hyperparameterList,
  isOfModel,
  isShown,
  valueAt,
  valueText,
} from "../runs/hyperparameters";
import { defaultWeightDecay } from "../runs/optimizers";
import { type RunConfig, tutorialConfig } from "../runs/RunConfig";
import { type RunState, type RunStatus, trainedConfig } from "../runs/RunState";

const decisive = hyperparameterList.filter(({ decidesResult }) => decidesResult);

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

/** A run in one line: best accuracy, then the differences from the tutorial's configuration. */
export function runDescription(state: RunState): string {
  const { best } = state;
  const config = trainedConfig(state);
  const name = config?.dataset.name;
  return [
    ...(best ? [percentage(best.testAccuracy)] : []),
    ...(name && name !== tutorialConfig.dataset.name ? [valueText("dataset.name", name)] : []),
    ...(config ? differences(config) : []),
  ].join(" · ");
}

function differences(config: RunConfig): string[] {
  const usual = { ...tutorialConfig, weightDecay: defaultWeightDecay(config.optimizer) };
  return decisive.flatMap((one) => {
    const value = valueAt(config, one.key);
    if (one.key === "dataset.name" || !isOfModel(one.key, config.model.kind)) return [];
    const isDifferent = String(value) !== String(valueAt(usual, one.key) ?? one.default);
    return isDifferent ? [briefText(one, value)] : [];
  });
}

/** The hyperparameters of a run that are shown, with their values. */
export function hyperparametersOf(state: RunState): [name: string, value: string][] {
  const config = trainedConfig(state);
  if (!config) return [];
  return decisive.flatMap(({ key, label, default: usual }): [string, string][] => {
    const value = valueAt(config, key);
    return isShown(key, value !== usual, config) ? [[label, valueText(key, value)]] : [];
  });
}

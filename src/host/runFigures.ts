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
import { configInForce, type RunState, type RunStatus } from "../runs/RunState";

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
  const name = datasetName(state);
  const config = configInForce(state);
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

/** The data set that a run trains on, or that its configuration names while it is not loaded. */
export function datasetName({ dataset, config }: RunState): string | undefined {
  return dataset?.name ?? config?.dataset.name;
}

/** The hyperparameters of a run that are shown, with their values. */
export function hyperparametersOf(state: RunState): [name: string, value: string][] {
  const config = configInForce(state);
  if (!config) return [];
  const trained = { ...config, dataset: { ...config.dataset, name: datasetName(state) } };
  return decisive.flatMap(({ key, label, default: usual }): [string, string][] => {
    const value = valueAt(trained, key);
    return isShown(key, value !== usual, config) ? [[label, valueText(key, value)]] : [];
  });
}

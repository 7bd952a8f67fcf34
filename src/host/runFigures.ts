import * as l10n from "@vscode/l10n";
import type { Column, Row } from "../runs/columns";
import { isShown, valueAt } from "../runs/configValues";
import { percentage } from "../runs/figures";
import { type HyperparameterKey, hyperparameterList, hyperparameters } from "../runs/hyperparameters";
import { valueText } from "../runs/hyperparameterText";
import { isAtChance } from "../runs/isAtChance";
import type { RunState } from "../runs/RunState";
import { trainedConfig } from "../runs/trainedConfig";
import { valuesText } from "../runs/varying";

const decisive = hyperparameterList.filter(({ decidesResult }) => decidesResult);

/**
 * A run in one line: its best accuracy, why it cannot be compared, and the hyperparameters in which runs differ.
 * @param varying the columns of these hyperparameters
 */
export function runDescription(run: Row, varying: readonly Column[]): string {
  const { best } = run.state;
  const limit = trainedConfig(run.state)?.limitTrainBatches ?? null;
  const others = varying.filter(({ hyperparameter }) => isComparable(hyperparameter));
  return [
    ...(best ? [percentage(best.testAccuracy)] : []),
    ...(isAtChance(run.state) ? [l10n.t("chance level")] : []),
    ...(limit === null ? [] : [l10n.t("{0} batches/epoch", limit)]),
    ...valuesText(run, others),
  ].join(" · ");
}

/** Whether a hyperparameter in which runs differ is shown. {@link runDescription} shows a limit of batches anyway. */
function isComparable(key: HyperparameterKey | undefined): boolean {
  return key !== undefined && key !== "limitTrainBatches" && hyperparameters[key].decidesResult;
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

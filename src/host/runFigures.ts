import * as l10n from "@vscode/l10n";
import type { Column, Row } from "../runs/columns";
import { isShown, valueAt } from "../runs/configValues";
import { percentage } from "../runs/figures";
import { type HyperparameterKey, hyperparameterList, hyperparameters } from "../runs/hyperparameters";
import { textIn } from "../runs/hyperparameterText";
import { isAtChance } from "../runs/isAtChance";
import type { RunState } from "../runs/RunState";
import { trainedConfig } from "../runs/trainedConfig";
import { valuesText } from "../runs/varying";

const decisive = hyperparameterList.filter(({ decidesResult }) => decidesResult);

/**
 * A run in one line, such as `84.3% · 10 batches/epoch · lr 0.01`: the test accuracy of its best epoch, `chance level`
 * if that is no better than guessing, a limit of batches per epoch, and the hyperparameters that decide the result and
 * in which runs differ. A part that does not apply to the run is left out.
 * @param varying the columns in which the listed runs differ
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

/**
 * True for a hyperparameter that decides the result, except the limit of batches, which {@link runDescription} shows
 * for every run that has one.
 */
function isComparable(key: HyperparameterKey | undefined): boolean {
  return key !== undefined && key !== "limitTrainBatches" && hyperparameters[key].decidesResult;
}

/**
 * The hyperparameters of a run that decide its result and that {@link isShown} selects, with their values. None for a
 * run without a known configuration.
 */
export function hyperparametersOf(state: RunState): [name: string, value: string][] {
  const config = trainedConfig(state);
  if (!config) return [];
  return decisive.flatMap(({ key, label, default: usual }): [string, string][] => {
    const value = valueAt(config, key);
    return isShown(key, value !== usual, config) ? [[label, textIn(config, key)]] : [];
  });
}

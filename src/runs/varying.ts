import { type Column, columns, type Row } from "./columns";
import { briefText, hyperparameterList, hyperparameters, valueAt, valueText } from "./hyperparameters";
import { trainedConfig } from "./trainedConfig";

const ofHyperparameters = columns.filter(({ hyperparameter }) => hyperparameter !== undefined);

/**
 * The columns of the hyperparameters in which runs differ. A hyperparameter that a run lacks has its default. A run
 * whose configuration is not known yet differs in nothing.
 */
export function varyingColumns(runs: readonly Row[]): Column[] {
  const known = runs.filter(({ state }) => state.config !== undefined);
  return ofHyperparameters.filter((column) => {
    const [first, ...others] = known.map((run) => comparable(column, run));
    return others.some((value) => value !== first);
  });
}

/** The values of hyperparameters in one line: `lr 0.01, shuffle off`. Those that the run lacks are left out. */
export function valuesText(run: Row, columns: readonly Column[]): string[] {
  const config = trainedConfig(run.state);
  if (!config) return [];
  const present = new Set(columns.filter(({ text }) => text(run) !== "").map(({ id }) => id));
  return hyperparameterList
    .filter(({ key }) => present.has(key))
    .map((one) => {
      const value = valueAt(config, one.key);
      // The brief text of a flag is for one that is on.
      return value === false
        ? `${one.label.toLowerCase()} ${valueText(one.key, value)}`
        : briefText(one, value);
    });
}

/** The value of a hyperparameter as a text that is the same for equal values. */
export function comparable({ hyperparameter, value, text }: Column, run: Row): string {
  const found = value(run);
  if (found !== undefined || hyperparameter === undefined) return String(found);
  // Without a value and with a text, a run has all of something: batches without a limit.
  return text(run) === "" ? String(hyperparameters[hyperparameter].default) : text(run);
}

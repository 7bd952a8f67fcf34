import { type Column, columns, type Row } from "./columns";
import { hyperparameterList, hyperparameters } from "./hyperparameters";
import { changeText } from "./hyperparameterText";
import type { RunConfig } from "./RunConfig";
import { trainedConfig } from "./trainedConfig";

const ofHyperparameters = columns.filter(({ hyperparameter }) => hyperparameter !== undefined);

/**
 * The columns of the hyperparameters in which runs differ. A hyperparameter that a run does not use counts as if it had
 * its default value. A run without a configuration is ignored.
 */
export function varyingColumns(runs: readonly Row[]): Column[] {
  const [first, ...others] = runs.map(comparableValues).filter((values) => values !== undefined);
  return ofHyperparameters.filter((_, index) => others.some((values) => values[index] !== first![index]));
}

/** Of the {@link varyingColumns}, those that decide the result, which a table of runs shows by default. */
export function decisiveColumns(runs: readonly Row[]): Column[] {
  return varyingColumns(runs).filter(
    ({ hyperparameter }) => hyperparameter !== undefined && hyperparameters[hyperparameter].decidesResult,
  );
}

/**
 * The latest result of {@link comparableValues} for each configuration object. No event changes such an object: an
 * event with a configuration brings a new one. The results are kept since a view needs the values of a hundred runs or
 * more after each message.
 */
const known = new WeakMap<RunConfig, { ofFields: string; values: readonly string[] }>();

/** The {@link comparable} value of each hyperparameter; undefined while the run has no configuration. */
function comparableValues(run: Row): readonly string[] | undefined {
  const { config, learningRate, totalEpochs, dataset } = run.state;
  if (!config) return undefined;
  const ofFields = JSON.stringify([learningRate, totalEpochs, dataset?.name]);
  const before = known.get(config);
  if (before?.ofFields === ofFields) return before.values;
  const values = ofHyperparameters.map((column) => comparable(column, run));
  known.set(config, { ofFields, values });
  return values;
}

/**
 * The texts of the hyperparameters in some columns, such as `lr 0.01` and `shuffle off`. Hyperparameters that the run
 * does not use are left out.
 */
export function valuesText(run: Row, columns: readonly Column[]): string[] {
  const config = trainedConfig(run.state);
  if (!config) return [];
  const present = new Set(columns.filter(({ text }) => text(run) !== "").map(({ id }) => id));
  return hyperparameterList.filter(({ key }) => present.has(key)).map((one) => changeText(one, config));
}

/**
 * The value of a column as a text that is the same for equal values. If the run does not use the hyperparameter, the
 * text is that of the hyperparameter's default.
 */
export function comparable({ hyperparameter, value, text }: Column, run: Row): string {
  const found = value(run);
  if (found !== undefined || hyperparameter === undefined) return String(found);
  // A hyperparameter without a value may have a text, such as `all` for batches per epoch without a limit.
  return text(run) === "" ? String(hyperparameters[hyperparameter].default) : text(run);
}

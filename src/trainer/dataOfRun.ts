import { isPublished } from "../data";
import { unchosenLocation } from "../data/dataLocations";
import type { Checkpoint } from "../model/checkpoints/Checkpoint";
import type { RunConfig } from "../runs/RunConfig";
import type { RunState } from "../runs/RunState";
import type { IsChosen, Plan } from "./PreparedRun";

/** The members of a plan that decide which data a run uses. */
type DataOfRun = Pick<Plan, "config" | "from" | "dataset">;

/** The data set of a configuration. `location`, if it is given, replaces the folder that the configuration names. */
export function datasetAt(location: string | undefined, { dataset }: RunConfig): RunConfig["dataset"] {
  return location === undefined ? dataset : { ...dataset, location };
}

/**
 * Checks the data folder of a planned run.
 * @throws DataLocationError where the data would be read from a folder that the user never chose
 */
export function checkLocation(run: string, plan: DataOfRun, isChosen: IsChosen): void {
  const { name, location } = configOfData(plan).dataset;
  if (isPublished(name) && !isChosen(location)) throw unchosenLocation(run, location);
}

/**
 * The configuration with which data is opened. For a run that continues from a checkpoint, this configuration names the
 * data set on which the checkpoint's run trained, if that data set is known, and allows no other data set in its place.
 */
export function configOfData({ config, from, dataset }: DataOfRun): RunConfig {
  if (!from || !dataset) return config;
  return { ...config, dataset: { ...config.dataset, name: dataset.name, whenUnavailable: "fail" } };
}

/**
 * Number of training samples that the log states; if the log states none, the number that the checkpoint states;
 * undefined where neither states one.
 */
export function trainSamples({ dataset }: RunState, checkpoint: Checkpoint | undefined): number | undefined {
  return (dataset ?? checkpoint?.recorded.dataset)?.trainSamples;
}

import type { RunConfig } from "./RunConfig";
import type { RunState } from "./RunState";
import { hasSchedule } from "./schedules";

/** A run's configuration with the learning rate that its user has set last, and its present number of epochs. */
export function configInForce({
  config,
  learningRate,
  totalEpochs,
}: Pick<RunState, "config" | "learningRate" | "totalEpochs">): RunConfig | undefined {
  return (
    config && {
      ...config,
      ...(learningRate !== undefined && !hasSchedule(config) && { learningRate }),
      epochs: totalEpochs ?? config.epochs,
    }
  );
}

/**
 * The configuration with which a run trains: the {@link configInForce} with the data set that was really used, which may
 * be one in place of that asked for.
 */
export function trainedConfig(
  state: Pick<RunState, "config" | "learningRate" | "totalEpochs" | "dataset">,
): RunConfig | undefined {
  const config = configInForce(state);
  const { dataset } = state;
  return config && dataset ? { ...config, dataset: { ...config.dataset, name: dataset.name } } : config;
}

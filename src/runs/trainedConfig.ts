import type { RunConfig } from "./RunConfig";
import type { RunState } from "./RunState";
import { hasSchedule } from "./schedules";

/**
 * A run's configuration with the present number of epochs and, without a schedule, the present learning rate. Undefined
 * while the run has no configuration.
 */
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
 * The configuration of {@link configInForce} with the name of the data set that the run trains on. This data set may be
 * a replacement for the configured one.
 */
export function trainedConfig(
  state: Pick<RunState, "config" | "learningRate" | "totalEpochs" | "dataset">,
): RunConfig | undefined {
  const config = configInForce(state);
  const { dataset } = state;
  return config && dataset ? { ...config, dataset: { ...config.dataset, name: dataset.name } } : config;
}

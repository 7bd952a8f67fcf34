import * as l10n from "@vscode/l10n";
import { DatasetUnavailableError, datasets, type OpenedDataset, openDataset, originalOf } from "../data";
import type { RunConfig } from "../runs/RunConfig";
import type { RunEvent } from "../runs/RunEvent";
import { sentences } from "../text/sentences";
import { stepsPerEpoch } from "./TrainingState";
import type { Datasets } from "./train";
import { trainedSamples } from "./trainedSamples";

type Name = RunConfig["dataset"]["name"];

/**
 * Finds or downloads the data set of a run, and emits events about it. If the data set is not available, opens the
 * replacement that the configuration allows, unless the configuration excludes images.
 * @throws DatasetUnavailableError if the data set is not available and no replacement is opened
 * @throws Error with a one-sentence message if the data cannot be used
 */
export async function openRunDataset(
  config: RunConfig,
  cacheFolder: string,
  signal: AbortSignal,
  emit: (event: RunEvent) => void,
): Promise<Datasets> {
  const { name, location, whenUnavailable, exclude } = config.dataset;
  const options = {
    location,
    cacheFolder,
    signal,
    onProgress: (progress: { file: string; receivedBytes: number; totalBytes: number }) =>
      emit({ type: "data", ...progress }),
  };
  const begin = (opened: Name, { source, files, warnings, train, test }: OpenedDataset): Datasets => {
    // Throws if the data set lacks an excluded image, or if no image is left for training or for validation.
    const { validation } = trainedSamples(train.length, config.dataset);
    for (const message of warnings) emit({ type: "warning", message });
    emit({
      type: "dataset",
      name: opened,
      source,
      ...(files && { files }),
      trainSamples: train.length,
      ...(validation && { validationSamples: validation.length }),
      testSamples: test.length,
      stepsPerEpoch: stepsPerEpoch(config, train.length),
    });
    return { trainSet: train, testSet: test };
  };
  try {
    return begin(name, await openDataset(name, options));
  } catch (error) {
    if (!(error instanceof DatasetUnavailableError) || whenUnavailable === "fail") throw error;
    // The excluded indices stand for images of the configured data set, and not for images of its replacement.
    if (originalOf(whenUnavailable) !== name || exclude.length > 0) throw error;
    const { label } = datasets[whenUnavailable];
    emit({
      type: "warning",
      message: sentences(
        error.message,
        l10n.t(
          "Training continues with the built-in {0}, whose accuracy is not comparable with that of {1}.",
          label.toLowerCase(),
          datasets[name].label,
        ),
      ),
    });
    return begin(whenUnavailable, await openDataset(whenUnavailable, options));
  }
}

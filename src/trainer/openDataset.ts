import { DatasetUnavailableError, type ImageDataset, resolveFashionMNIST, sampleDataset } from "../data";
import type { RunConfig } from "../runs/RunConfig";
import type { RunEvent } from "../runs/RunEvent";
import { type Datasets, stepsPerEpoch } from "./train";

/** Finds, or else downloads, what a run trains on, and tells of it. */
export async function openDataset(
  config: RunConfig,
  cacheFolder: string,
  signal: AbortSignal,
  emit: (event: RunEvent) => void,
): Promise<Datasets> {
  const { name, location, whenUnavailable } = config.dataset;
  const opened = (
    foundName: RunConfig["dataset"]["name"],
    source: string,
    trainSet: ImageDataset,
    testSet: ImageDataset,
    files?: string[],
  ) => {
    emit({
      type: "dataset",
      name: foundName,
      source,
      ...(files && { files }),
      trainSamples: trainSet.length,
      testSamples: testSet.length,
      stepsPerEpoch: stepsPerEpoch(config, trainSet.length),
    });
    return { trainSet, testSet };
  };
  const openSample = () => {
    const { train, test } = sampleDataset();
    return opened("sample", "built-in", train, test);
  };

  if (name === "sample") return openSample();
  try {
    const { source, files, warnings, train, test } = await resolveFashionMNIST({
      location,
      cacheFolder,
      signal,
      onProgress: (progress) => emit({ type: "data", ...progress }),
    });
    for (const message of warnings) emit({ type: "warning", message });
    return opened("fashion-mnist", source, train, test, files);
  } catch (error) {
    if (!(error instanceof DatasetUnavailableError) || whenUnavailable === "fail") throw error;
    emit({
      type: "warning",
      message: `${error.message} Training goes on with the built-in sample set, whose accuracy is not Fashion-MNIST's.`,
    });
    return openSample();
  }
}

import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  DatasetError,
  DatasetUnavailableError,
  type ImageDataset,
  resolveFashionMNIST,
  sampleDataset,
} from "../data";
import type { RunConfig } from "../runs/RunConfig";
import type { EndedEvent, RunEvent } from "../runs/RunEvent";
import { RunLog } from "../runs/RunStore";
import { type KernelOptions, safetensors } from "../tensor";
import { describeEnvironment } from "./environment";
import { selectKernels } from "./selectKernels";
import { stepsPerEpoch, type Trained, train } from "./train";

const WEIGHTS = "model.safetensors";

export interface RunOptions {
  config: RunConfig;
  /** The run's own folder, with its `run.json`. */
  folder: string;
  cacheFolder: string;
  /** What the kernels are chosen among, for tests. */
  kernelCandidates?: KernelOptions["candidates"];
  /** Aborting ends the run as stopped. */
  signal: AbortSignal;
  /** Resolves when the event has been handed to the system. */
  send: (event: RunEvent) => Promise<void>;
}

/** One run from its started event to its ended one: each event is logged, then sent. */
export class Run {
  private readonly log: RunLog;
  private readonly began = performance.now();
  private sent: Promise<void> = Promise.resolve();

  constructor(private readonly options: RunOptions) {
    this.log = new RunLog(options.folder);
  }

  /** Resolves when the run has ended and its last event has been sent. Never rejects. */
  async perform(): Promise<void> {
    const { config, signal } = this.options;
    // Files are read and decompressed by other threads while this one compiles and times kernels.
    const opening = this.openDataset();
    opening.catch(() => undefined);
    const { threads, warnings } = selectKernels(config.compute, this.options.kernelCandidates);
    this.emit({
      type: "started",
      time: new Date().toISOString(),
      config,
      environment: describeEnvironment(threads),
    });
    for (const message of warnings) this.emit({ type: "warning", message });
    try {
      const { trainSet, testSet } = await opening;
      const trained = await train({ config, trainSet, testSet, signal, emit: this.emit, clock: this.clock });
      this.saveWeights(trained);
      this.end({ status: signal.aborted ? "stopped" : "finished" });
    } catch (error) {
      if (error === signal.reason) this.end({ status: "stopped" });
      else this.end({ status: "failed", ...explain(error) });
    }
    await this.sent;
  }

  private readonly clock = () => (performance.now() - this.began) / 1000;

  private readonly emit = (event: RunEvent) => {
    this.log.append(event);
    this.sent = this.options.send(event);
  };

  private async openDataset(): Promise<{ trainSet: ImageDataset; testSet: ImageDataset }> {
    const { config, cacheFolder, signal } = this.options;
    const { name, location, whenUnavailable } = config.dataset;
    // The run's first event is yet to come.
    await Promise.resolve();
    if (name === "sample") return this.openSample();
    try {
      const { source, train, test } = await resolveFashionMNIST({
        location,
        cacheFolder,
        signal,
        onProgress: (progress) => this.emit({ type: "data", ...progress }),
      });
      return this.opened("fashion-mnist", source, train, test);
    } catch (error) {
      if (!(error instanceof DatasetUnavailableError) || whenUnavailable === "fail") throw error;
      this.emit({
        type: "warning",
        message: `${error.message} Training goes on with the built-in sample set, whose accuracy is not Fashion-MNIST's.`,
      });
      return this.openSample();
    }
  }

  private openSample() {
    const { train, test } = sampleDataset();
    return this.opened("sample", "built-in", train, test);
  }

  private opened(
    name: RunConfig["dataset"]["name"],
    source: string,
    trainSet: ImageDataset,
    testSet: ImageDataset,
  ) {
    this.emit({
      type: "dataset",
      name,
      source,
      trainSamples: trainSet.length,
      testSamples: testSet.length,
      stepsPerEpoch: stepsPerEpoch(this.options.config, trainSet.length),
    });
    return { trainSet, testSet };
  }

  /** Written beside its place and renamed, so that a reader never finds half a file. */
  private saveWeights({ model, epoch, step }: Trained): void {
    const bytes = safetensors.write(model.stateDict(), { format: "pt" });
    const path = join(this.options.folder, WEIGHTS);
    writeFileSync(`${path}.partial`, bytes);
    renameSync(`${path}.partial`, path);
    this.emit({ type: "checkpoint", file: WEIGHTS, epoch, step });
  }

  private end(how: Pick<EndedEvent, "status" | "error" | "code">): void {
    this.emit({
      type: "ended",
      ...how,
      time: new Date().toISOString(),
      seconds: this.clock(),
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    });
    this.log.close();
  }
}

/** What a user reads of a failure: the data set's own sentences as they are. */
function explain(error: unknown): Pick<EndedEvent, "error" | "code"> {
  const message = error instanceof Error ? error.message : String(error);
  const isAboutData = error instanceof DatasetUnavailableError || error instanceof DatasetError;
  return isAboutData ? { error: message, code: "dataset" } : { error: message };
}

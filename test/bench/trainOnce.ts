import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeLine } from "../../src/runs/logLine";
import type { Environment, EpochEvent, RunEvent } from "../../src/runs/RunEvent";
import { runChild } from "./childProcess";
import { cli } from "./places";

export interface TrainOptions {
  node: string;
  epochs: number;
  data?: string;
  threads?: number;
  limitTrainBatches?: number;
  /** Name of the built-in network. Default: the tutorial's. */
  model?: string;
  batchSize?: number;
  momentum?: number;
}

/** The figures of one training through the command line. Times in seconds. */
export interface TrainingRun {
  environment: Environment;
  dataset: Extract<RunEvent, { type: "dataset" }>;
  epochs: readonly EpochEvent[];
  steps: readonly Extract<RunEvent, { type: "steps" }>[];
  /** Times from the start of the command's process: to the first step, and to the end of the first epoch. */
  firstStep: number;
  firstEpoch: number;
  peakMemoryBytes: number | null;
}

/**
 * Trains through the command line in a new process.
 * @throws Error with a one-sentence message if the run does not finish
 */
export async function trainOnce(options: TrainOptions): Promise<TrainingRun> {
  const runs = mkdtempSync(join(tmpdir(), "fitting-room-bench-"));
  const events: { event: RunEvent; seconds: number }[] = [];
  try {
    await runChild(options.node, [cli, "train", "--json", "--runs", runs, ...trainArguments(options)], {
      onLine(line, seconds) {
        const event = decodeLine(line);
        if (event) events.push({ event, seconds });
      },
    });
  } catch (error) {
    // The run's own error explains a failure best.
    const ended = events.map(({ event }) => event).find((event) => event.type === "ended");
    throw ended?.error ? new Error(ended.error) : error;
  } finally {
    rmSync(runs, { recursive: true, force: true });
  }
  const first = <T extends RunEvent["type"]>(type: T) => {
    const found = events.find(({ event }) => event.type === type);
    if (!found) throw new Error(`The training sent no ${type} event.`);
    return { event: found.event as Extract<RunEvent, { type: T }>, seconds: found.seconds };
  };
  const { environment } = first("started").event;
  if (!environment) throw new Error("The training sent no environment.");
  return {
    environment,
    dataset: first("dataset").event,
    epochs: events.map(({ event }) => event).filter((event) => event.type === "epoch"),
    steps: events.map(({ event }) => event).filter((event) => event.type === "steps"),
    firstStep: first("steps").seconds,
    firstEpoch: first("epoch").seconds,
    peakMemoryBytes: first("ended").event.peakMemoryBytes ?? null,
  };
}

function trainArguments(given: TrainOptions): string[] {
  const { epochs, data, threads, model, momentum } = given;
  const options = {
    epochs,
    data,
    threads,
    model,
    momentum,
    "batch-size": given.batchSize,
    "limit-train-batches": given.limitTrainBatches,
  };
  return Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
}

import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunConfigInput, resolveRunConfig } from "../../../src/runs/RunConfig";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { applyEvent, emptyRunState, foldEvents, type RunState } from "../../../src/runs/RunState";
import { RunStore } from "../../../src/runs/RunStore";
import { startTraining } from "../../../src/trainer/TrainerClient";
import type { TrainingTask } from "../../../src/trainer/trainerProtocol";

const trainerPath = join(import.meta.dirname, "../../../dist/trainer.js");

/** Real trainer processes on the sample set, with their runs in a folder of their own. */
export class Trainings {
  readonly folder = mkdtempSync(join(tmpdir(), "trainings-"));
  readonly runsFolder = join(this.folder, "runs");

  [Symbol.dispose]() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  config(input: RunConfigInput) {
    return resolveRunConfig({
      hidden: [16],
      epochs: 2,
      // Epochs long enough to be stopped within.
      batchSize: 2,
      // Chosen by their speed, the kernels of two runs may differ, and their roundings with them.
      compute: { threads: 1, kernels: "wasm-simd128" },
      ...input,
      dataset: { name: "sample" },
    });
  }

  train(input: RunConfigInput, environment?: Record<string, string>) {
    return this.start({ runsFolder: this.runsFolder, config: this.config(input) }, environment);
  }

  /** @param environment added to the trainer's */
  async start(task: TrainingTask, environment?: Record<string, string>) {
    const state = emptyRunState();
    const events: RunEvent[] = [];
    let check = () => {};
    const training = await startTraining({
      ...task,
      trainerPath,
      environment,
      cacheFolder: join(this.folder, "cache"),
      gracePeriod: 0,
      onEvent: (event) => {
        events.push(event);
        applyEvent(state, event);
        check();
      },
    });
    const until = (condition: (state: RunState) => boolean) =>
      new Promise<void>((resolve) => {
        check = () => condition(state) && resolve();
        check();
      });
    return { training, state, events, until };
  }

  async recorded(id: string): Promise<RunState> {
    return foldEvents((await new RunStore(this.runsFolder).read(id)).events);
  }

  /** Lets a run of these hyperparameters alone until it ends. */
  async undisturbed(input: RunConfigInput) {
    const { training, state } = await this.train(input);
    const ended = await training.ended;
    return { training, state, ended, weights: weightsHash(training.folder) };
  }

  /** Pauses a run within its second epoch, for certain not at an epoch's end. */
  async pausedMidEpoch(input: RunConfigInput) {
    const run = await this.train(input);
    await run.until((state) => state.epochs.length === 1 && state.epoch === 2);
    await run.training.control({ action: "pause" });
    await run.until((state) => state.status === "paused");
    return run;
  }
}

export function weightsHash(runFolder: string): string {
  return createHash("sha256")
    .update(readFileSync(join(runFolder, "model.safetensors")))
    .digest("hex");
}

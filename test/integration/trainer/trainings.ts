import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { attachTraining, startTraining, type TrainingOptions } from "../../../src/client/TrainerClient";
import * as safetensors from "../../../src/formats/safetensors";
import type { TrainingTask } from "../../../src/protocol/trainerProtocol";
import { applyEvent, foldEvents } from "../../../src/runs/applyEvent";
import { type RunConfigInput, resolveRunConfig } from "../../../src/runs/RunConfig";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { emptyRunState, type RunState } from "../../../src/runs/RunState";
import { RunStore } from "../../../src/runs/RunStore";
import { limits } from "../../support/limits.mjs";
import { makeCache } from "../../support/makeCache";
import { removeFolder } from "../../support/removeFolder";

export const trainerPath = join(import.meta.dirname, "../../../dist/trainer.js");

/** A run as a client receives it. */
class ShownRun {
  readonly state = emptyRunState();
  readonly events: RunEvent[] = [];
  private check = () => {};

  readonly add = (event: RunEvent): void => {
    this.events.push(event);
    applyEvent(this.state, event);
    this.check();
  };

  readonly until = (condition: (state: RunState) => boolean) =>
    new Promise<void>((resolve) => {
      this.check = () => condition(this.state) && resolve();
      this.check();
    });
}

type Followed = Awaited<ReturnType<Trainings["start"]>>;

/** Real trainer processes on the sample set, with their runs in a folder of their own. */
export class Trainings {
  readonly folder = mkdtempSync(join(tmpdir(), "trainings-"));
  readonly runsFolder = join(this.folder, "runs");
  readonly cacheFolder = join(this.folder, "cache");

  constructor() {
    makeCache(this.cacheFolder);
  }

  [Symbol.dispose]() {
    removeFolder(this.folder);
  }

  config(input: RunConfigInput) {
    return resolveRunConfig({
      model: { hidden: [16] },
      epochs: 2,
      // The epochs are long, so that a test can stop or pause a run within an epoch.
      batchSize: 2,
      limitTrainBatches: 1000,
      // Kernels that are chosen by speed may differ between two runs, and round differently.
      compute: { threads: 1, kernels: "wasm-simd128" },
      ...input,
      dataset: { ...input.dataset, name: "sample" },
    });
  }

  train(input: RunConfigInput, options?: Partial<TrainingOptions>) {
    return this.start({ runsFolder: this.runsFolder, config: this.config(input) }, options);
  }

  async start(task: TrainingTask, options: Partial<TrainingOptions> = {}) {
    const shown = new ShownRun();
    const training = await startTraining({
      gracePeriod: 0,
      ...options,
      ...task,
      trainerPath,
      cacheFolder: this.cacheFolder,
      onEvent: shown.add,
    } as TrainingOptions);
    return { training, ...shown };
  }

  /** Attaches to the trainer of a run. On a busy machine, the trainer may answer too late for an attempt. */
  async attach(folder: string) {
    const shown = new ShownRun();
    let attached: Awaited<ReturnType<typeof attachTraining>>;
    await vi.waitUntil(async () => (attached = await attachTraining({ folder, onEvent: shown.add })), {
      timeout: limits.wait,
    });
    const { training, events: before } = attached!;
    before.forEach(shown.add);
    return { training, before, ...shown };
  }

  async loggedEvents(id: string): Promise<RunEvent[]> {
    return (await new RunStore(this.runsFolder).read(id)).events;
  }

  async recorded(id: string): Promise<RunState> {
    return foldEvents(await this.loggedEvents(id));
  }

  /** Trains a run with these hyperparameters to its end. @returns also hashes of its weights and of its evaluations */
  async undisturbed(input: RunConfigInput) {
    const { training, state } = await this.train(input);
    const ended = await training.ended;
    const { folder } = training;
    return { training, state, ended, weights: weightsHash(folder), evaluations: evaluationHashes(folder) };
  }

  /**
   * Trains a run and pauses it within its second epoch or later, and never at an epoch's end. How many epochs the
   * trainer trains before it reads the request depends on the machine, so the run has far more epochs by default.
   */
  async pausedMidEpoch(input: RunConfigInput) {
    return this.pauseMidEpoch(await this.train({ epochs: 1000, ...input }));
  }

  /** Pauses a started run as {@link pausedMidEpoch} does. A fork may have its first epoch from its parent. */
  async pauseMidEpoch(run: Followed) {
    const { state, until, training } = run;
    await until(({ epochs }) => epochs.length > 0);
    for (;;) {
      await training.control({ action: "pause" });
      await until(({ status }) => status === "paused");
      // The checkpoint's event may come in a later message.
      await until(({ checkpoints, losses }) => checkpoints.at(-1)?.step === losses.length);
      if (state.losses.length % state.dataset!.stepsPerEpoch > 0) return run;
      await training.control({ action: "resume" });
      await until(({ status }) => status === "running");
    }
  }

  /** Makes the epoch under way, or the next one between two epochs, a run's last one. Waits for the run's end. */
  async finishEpoch({ training, state, until }: Pick<Followed, "training" | "state" | "until">) {
    await training.control({ action: "pause" });
    await until(({ status }) => status === "paused");
    // An epoch that has begun without a step yet is not in `state.epoch`.
    await training.control({ action: "epochs", value: state.completeEpochs + 1 });
    await training.control({ action: "resume" });
    return training.ended;
  }
}

export function weightsHash(runFolder: string): string {
  return hashOf(readFileSync(join(runFolder, "model.safetensors")));
}

/** Hashes of what a run recorded of its answers: each evaluation, and the history in the newest checkpoint. */
export function evaluationHashes(runFolder: string): Record<string, string> {
  const evaluations = readdirSync(join(runFolder, "evaluation")).sort();
  const hashes = evaluations.map((name) => [name, hashOf(readFileSync(join(runFolder, "evaluation", name)))]);
  const newest = readdirSync(join(runFolder, "checkpoints")).sort().at(-1)!;
  const { tensors } = safetensors.read(readFileSync(join(runFolder, "checkpoints", newest)));
  for (const [name, { data }] of tensors)
    if (name.startsWith("history."))
      hashes.push([name, hashOf(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))]);
  return Object.fromEntries(hashes);
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

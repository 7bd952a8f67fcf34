import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTraining } from "../../../src/client/TrainerClient";
import { foldEvents } from "../../../src/runs/applyEvent";
import { type RunConfigInput, resolveRunConfig } from "../../../src/runs/RunConfig";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { RunStore } from "../../../src/runs/RunStore";
import { cacheWithSample } from "../../support/makeCache";
import { removeFolder } from "../../support/removeFolder";

const trainerPath = join(import.meta.dirname, "../../../dist/trainer.js");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trainer-"));
});
afterEach(() => {
  removeFolder(folder);
});

async function start(input: RunConfigInput, onEvent: (event: RunEvent) => unknown = () => {}) {
  const events: RunEvent[] = [];
  const training = await startTraining({
    trainerPath,
    config: resolveRunConfig({
      model: { hidden: [16] },
      dataset: { name: "sample" },
      compute: { threads: 1, kernels: "wasm-simd128" },
      ...input,
    }),
    runsFolder: join(folder, "runs"),
    cacheFolder: cacheWithSample,
    gracePeriod: 0,
    onEvent: (event) => {
      events.push(event);
      onEvent(event);
    },
  });
  const log = async () => (await new RunStore(join(folder, "runs")).read(training.id)).events;
  return { training, events, log };
}

/** Starts a run of 10,000 epochs and waits for its first step. */
async function startEndless() {
  let onStep = () => {};
  const stepped = new Promise<void>((resolve) => {
    onStep = resolve;
  });
  const run = await start({ epochs: 10_000 }, (event) => event.type === "steps" && onStep());
  await stepped;
  return run;
}

describe("a training in its own process", () => {
  test("sends every event that it logs, in the same order", async () => {
    const { training, events, log } = await start({ epochs: 1, limitTrainBatches: 3 });
    expect(await training.ended).toMatchObject({ type: "ended", status: "finished" });
    expect(events).toEqual(await log());
    expect(events[0].type).toBe("started");
    expect(events.at(-1)?.type).toBe("ended");
  });

  test("stops on request, keeping its weights and every step", async () => {
    const { training, events, log } = await startEndless();
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
    expect(await log()).toEqual(events);
    expect(readdirSync(training.folder)).toContain("model.safetensors");
  });

  test("is interrupted, with its weights, when its client disconnects without a grace period", async () => {
    const { training, log } = await startEndless();
    training.dispose();
    await training.ended;
    expect(foldEvents(await log())).toMatchObject({ status: "interrupted", weights: "model.safetensors" });
  });

  test("that is killed is a failed run with the cause, and nothing recorded is lost", async () => {
    const { training, events, log } = await startEndless();
    process.kill(training.pid, "SIGKILL");
    const ended = await training.ended;
    expect(ended).toMatchObject({ status: "failed", error: expect.stringContaining("SIGKILL") });
    expect(events.at(-1)).toEqual(ended);
    const state = foldEvents(await log());
    expect(state.status).toBe("failed");
    expect(state.losses.length).toBeGreaterThanOrEqual(foldEvents(events).losses.length);
  });

  test("sends everything to a busy client", async () => {
    const { training, events, log } = await start({ epochs: 1, limitTrainBatches: 1 });
    const busyUntil = Date.now() + 1500;
    while (Date.now() < busyUntil);
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(events).toEqual(await log());
  });

  test("refuses a runs folder that cannot be written in one sentence", async () => {
    const attempt = startTraining({
      trainerPath,
      config: resolveRunConfig({ dataset: { name: "sample" } }),
      runsFolder: join(process.execPath, "runs"),
      cacheFolder: folder,
      gracePeriod: 0,
      onEvent: () => {},
    });
    await expect(attempt).rejects.toThrow(
      `The runs folder ${join(process.execPath, "runs")} cannot be written`,
    );
  });

  test("refuses a trainer program that does not exist", async () => {
    const attempt = startTraining({
      trainerPath: join(folder, "no-trainer.js"),
      config: resolveRunConfig({}),
      runsFolder: folder,
      cacheFolder: folder,
      gracePeriod: 0,
      onEvent: () => {},
    });
    await expect(attempt).rejects.toThrow(
      /^The trainer process could not start: exit code 1\..*no-trainer\.js/,
    );
  });
});

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { BEAT_MS } from "../../src/liveness/isTrainerAlive";
import type { RunEvent } from "../../src/runs/RunEvent";
import { RunStore } from "../../src/runs/RunStore";
import { openWindow } from "../integration/host/openWindow";
import { Trainings, weightsHash } from "../integration/trainer/trainings";
import { limits } from "../support/limits.mjs";
import { preloading } from "./preload/preloading";

const hour = 3_600_000;
const input = { momentum: 0.9, shuffle: true };

let trainings: Trainings;
beforeEach(() => {
  trainings = new Trainings();
});
afterEach(() => {
  vi.useRealTimers();
  trainings[Symbol.dispose]();
});

/** Sets this process's wall clock ahead of the real time by `offset` ms, or back if negative. Timers stay real. */
function setClock(offset: number): void {
  vi.useRealTimers();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + offset });
}

/** The status of a run in two windows: one of a trusted workspace, and one of an untrusted workspace. */
async function shown(id: string): Promise<(string | undefined)[]> {
  const windows = [true, false].map((isTrusted) => openWindow(trainings.runsFolder, { isTrusted }));
  await Promise.all(windows.map((window) => window.refresh()));
  for (const window of windows) window.dispose();
  return windows.map(({ list }) => list.runs.find((run) => run.id === id)?.state.status);
}

function secondsOf(events: readonly RunEvent[]): number[] {
  return events.flatMap((event) => ("seconds" in event ? [event.seconds] : []));
}

// Windows lacks the signals that some of these tests send to a trainer.
describe.skipIf(process.platform === "win32")("a run", () => {
  test("whose trainer's clock jumps by hours and years has the right durations, and the same weights", async () => {
    const long = { ...input, limitTrainBatches: 1000 };
    const began = performance.now();
    const { environment } = preloading("jumpingClock.cjs");
    const jumps = join(trainings.folder, "jumps");
    const run = await trainings.train(
      { ...long, epochs: 1000 },
      { environment: { ...environment, JUMPS_FILE: jumps } },
    );
    const { training, state, events, until } = run;
    for (const epoch of [1, 2, 3, 4]) {
      await until((now) => now.epoch >= epoch && now.losses.length > 0);
      process.kill(training.pid, "SIGUSR2");
      // Two signals would count as one if the second came before the program has handled the first.
      await vi.waitUntil(() => existsSync(jumps) && readFileSync(jumps, "utf8") === String(epoch), {
        timeout: limits.wait,
      });
    }
    const ended = await trainings.finishEpoch(run);
    const elapsed = (performance.now() - began) / 1000;
    expect(ended.status).toBe("finished");
    expect(Date.parse(state.startedAt!) - Date.parse(ended.time)).toBeGreaterThan(hour / 2);
    const seconds = secondsOf(events);
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
    expect(ended.seconds).toBeLessThan(elapsed);
    for (const { trainSeconds, testSeconds } of state.epochs) {
      expect(trainSeconds).toBeGreaterThan(0);
      expect(testSeconds).toBeGreaterThan(0);
      expect(trainSeconds + testSeconds).toBeLessThan(elapsed);
    }
    const whole = await trainings.undisturbed({ ...long, epochs: state.epoch });
    expect(weightsHash(training.folder)).toBe(whole.weights);
  });

  test("that begins in the same second as others has its own folder", async () => {
    const options = preloading("stoppedClock.cjs");
    const runs = await Promise.all(
      [1, 2, 3].map((epochs) => trainings.train({ epochs, limitTrainBatches: 20 }, options)),
    );
    await Promise.all(runs.map(({ training }) => training.ended));
    expect(new Set(runs.map(({ training }) => training.id)).size).toBe(3);
    const { runs: listed } = await new RunStore(trainings.runsFolder).list();
    const finished = listed.map(({ state }) => [state.status, state.epoch]);
    expect(finished.toSorted()).toEqual([1, 2, 3].map((epochs) => ["finished", epochs]));
  });

  test("is live in every window, whatever the editor's clock shows", async () => {
    const { training, until } = await trainings.train({ epochs: 10_000 });
    await until(({ losses }) => losses.length > 0);
    for (const offset of [5 * hour, -5 * hour, 20_000 * hour, -20_000 * hour]) {
      setClock(offset);
      expect(await shown(training.id)).toEqual(["running", "running"]);
    }
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
  });

  test("whose machine sleeps continues afterwards without a difference", async () => {
    const run = await trainings.train({ ...input, epochs: 1000 });
    const { training, state, until } = run;
    await until(({ losses }) => losses.length > 0);
    process.kill(training.pid, "SIGSTOP");
    setClock(8 * hour);
    // The trainer is suspended for longer than the time between two of its heartbeats.
    await sleep(1.5 * BEAT_MS);
    expect(await shown(training.id)).toEqual(["running", "running"]);
    process.kill(training.pid, "SIGCONT");
    expect(await trainings.finishEpoch(run)).toMatchObject({ status: "finished" });
    expect(state.warnings).toEqual([]);
    const whole = await trainings.undisturbed({ ...input, epochs: state.epoch });
    expect(state.losses).toEqual(whole.state.losses);
    expect(weightsHash(training.folder)).toBe(whole.weights);
  });
});

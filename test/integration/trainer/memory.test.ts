import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Trainings } from "./trainings";

const MEBIBYTE = 1024 * 1024;
/** Growth of the memory (bytes) that is no sign of a leak. V8's heap and the system's pages add 3 to 14 MiB. */
const spare = 48 * MEBIBYTE;

/** The resident memory (bytes) of a process. */
function residentMemory(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kibibytes) * 1024;
}

// The network is the tutorial's. A leak of the network's gradients in each epoch would exceed `spare` in 30 epochs.
test.skipIf(process.platform !== "linux")("a trainer's memory does not grow over 30 epochs", async () => {
  using trainings = new Trainings();
  const { training, state, until } = await trainings.train({
    model: { hidden: [512, 512] },
    batchSize: 256,
    // A leak in each epoch does not depend on the number of steps.
    limitTrainBatches: 2,
    epochs: 10_000,
  });
  await until(({ epochs }) => epochs.length >= 5);
  const before = residentMemory(training.pid);
  const last = state.epochs.length + 30;
  await until(({ epochs }) => epochs.length >= last);
  const after = residentMemory(training.pid);
  await training.stop();
  await training.ended;
  expect(before).toBeGreaterThan(MEBIBYTE);
  expect(after).toBeLessThan(before + spare);
});

// The network is small, so that a trainer does many steps per second, and a leak in each step shows soon.
test.skipIf(process.platform !== "linux")("a trainer's memory does not grow over 75,000 steps", async () => {
  using trainings = new Trainings();
  const { training, until } = await trainings.train({
    model: { hidden: [8] },
    batchSize: 1,
    epochs: 10_000,
    limitTrainBatches: null,
  });
  await until(({ losses }) => losses.length >= 5000);
  const before = residentMemory(training.pid);
  await until(({ losses }) => losses.length >= 75_000);
  const after = residentMemory(training.pid);
  await training.stop();
  await training.ended;
  expect(before).toBeGreaterThan(MEBIBYTE);
  expect(after).toBeLessThan(before + spare);
});

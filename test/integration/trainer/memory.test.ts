import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Trainings } from "./trainings";

const MEBIBYTE = 1024 * 1024;
/** Bytes by which V8's heap and the system's pages may grow while nothing is kept. Measured: 3 to 14 MiB. */
const spare = 48 * MEBIBYTE;

/** The resident memory (bytes) of a process. */
function residentMemory(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kibibytes) * 1024;
}

// A leak of the gradients of the tutorial's weights in each epoch would exceed `spare` within thirty epochs.
test.skipIf(process.platform !== "linux")("a trainer's memory does not grow over 30 epochs", async () => {
  using trainings = new Trainings();
  const { training, until } = await trainings.train({
    model: { hidden: [512, 512] },
    batchSize: 256,
    // A leak in each epoch does not depend on the number of steps.
    limitTrainBatches: 2,
    epochs: 40,
  });
  await until(({ epochs }) => epochs.length >= 5);
  const before = residentMemory(training.pid);
  await until(({ epochs }) => epochs.length >= 35);
  const after = residentMemory(training.pid);
  await training.ended;
  expect(before).toBeGreaterThan(MEBIBYTE);
  expect(after).toBeLessThan(before + spare);
});

// With so small a network a second has many steps, so that a leak in each step shows soon.
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

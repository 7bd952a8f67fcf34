/**
 * A run's folder has long checkpoints that are sparse files, which take little space on a disk and in an archive. The
 * search for a usable checkpoint must not read a long file that is no checkpoint, and must not read every long
 * checkpoint.
 */
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder } from "../../../src/files/Folder";
import { CheckpointReading } from "../../../src/model/checkpoints/CheckpointReading";
import { encodeLine } from "../../../src/runs/logLine";
import type { CheckpointEvent } from "../../../src/runs/RunEvent";
import { findForkPoint } from "../../../src/trainer/findForkPoint";
import { Trainings } from "../../integration/trainer/trainings";

const base = mkdtempSync(join(tmpdir(), "long-checkpoints-"));
const trainings = new Trainings();
let whole: string;
beforeAll(async () => {
  const { training } = await trainings.train({ epochs: 1, limitTrainBatches: 5 });
  await training.ended;
  whole = training.folder;
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
  trainings[Symbol.dispose]();
});

const ABOVE = 1000;
const fileOf = (index: number) => `checkpoints/step-${String(ABOVE + index).padStart(6, "0")}.safetensors`;

/**
 * Calls `use`. @returns how far (MB) this process's memory rises above its size at the start, at most. The memory is
 * read at the end, and every 5 ms while the event loop is free.
 */
async function peakOf(use: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss;
  let peak = before;
  const looking = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 5);
  await use();
  clearInterval(looking);
  return (Math.max(peak, process.memoryUsage().rss) - before) / 1e6;
}

describe.each(["its log lists", "its log does not list"])(
  "a run with 200 sparse checkpoints of 2 GB that %s",
  (how) => {
    test("is forked from the last checkpoint before the long ones, in little memory", async () => {
      const run = join(base, how.replaceAll(" ", "-"));
      cpSync(whole, run, { recursive: true });
      const logged: CheckpointEvent[] = [];
      for (let index = 0; index < 200; index++) {
        writeFileSync(join(run, fileOf(index)), "");
        truncateSync(join(run, fileOf(index)), 2e9);
        const event = { type: "checkpoint", file: fileOf(index), epoch: 1, step: ABOVE + index } as const;
        logged.push({ ...event, reason: "paused", sha256: "0".repeat(64), bytes: 2e9, seconds: 1 });
      }
      const log = join(run, "events.jsonl");
      const lines = readFileSync(log, "utf8").replace(/[^\n]*\n$/, "");
      writeFileSync(log, lines);
      if (how === "its log lists") appendFileSync(log, logged.map((one) => `${encodeLine(one)}\n`).join(""));
      const read: number[] = [];
      const readAll = Folder.prototype.read;
      Folder.prototype.read = function (name, most) {
        const bytes = readAll.call(this, name, most);
        read.push(bytes.length);
        return bytes;
      };
      let file: string | undefined;
      try {
        const more = await peakOf(async () => {
          ({ file } = (await findForkPoint(run, undefined)).found.event);
        });
        expect(more).toBeLessThan(300);
      } finally {
        Folder.prototype.read = readAll;
      }
      expect(file).toBe("checkpoints/step-000005.safetensors");
      expect(Math.max(...read)).toBeLessThan(1e7);
    });
  },
);

test("a search reads 1 GiB of checkpoints, the newest first", () => {
  const run = join(base, "short-ones");
  cpSync(whole, run, { recursive: true });
  const size = 2 ** 24;
  for (let index = 0; index < 100; index++) {
    writeFileSync(join(run, fileOf(index)), "");
    truncateSync(join(run, fileOf(index)), size);
  }
  const folder = new Folder(run);
  const reading = new CheckpointReading();
  const read = [];
  for (let index = 99; index >= 0; index--) {
    try {
      read.push(reading.read(folder, fileOf(index), size).length);
    } catch (error) {
      expect((error as Error).message).toBe(
        "it is not looked at, as newer ones take up the 1073741824 bytes that are read",
      );
    }
  }
  expect(read).toEqual(Array(64).fill(size));
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MarksWatch } from "../../../src/host/MarksWatch";
import { encodeMarks, noMarks } from "../../../src/runs/marks";
import { changeMarks, marksFile } from "../../../src/runs/marksFile";

let folder: string;
let watch: MarksWatch;
let changes: number;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  folder = mkdtempSync(join(tmpdir(), "marks-"));
  changes = 0;
  watch = new MarksWatch(
    () => folder,
    () => changes++,
  );
});
afterEach(() => {
  watch.dispose();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

/** Lets the watch look at the file once more. @returns the number of changes noticed since the test began */
function looked(): number {
  vi.advanceTimersToNextTimer();
  return changes;
}

test("the first marks of another window, its later ones, and those written by hand are noticed", async () => {
  watch.begin("sample");
  await changeMarks(folder, "sample", "train", [[1, "fine"]]);
  expect(looked()).toBe(1);
  await changeMarks(folder, "sample", "train", [[2, "fine"]]);
  expect(looked()).toBe(2);
  writeFileSync(join(folder, marksFile("sample")), encodeMarks(noMarks));
  expect(looked()).toBe(3);
  rmSync(join(folder, marksFile("sample")));
  expect(looked()).toBe(4);
});

test("marks of another data set, and marks that existed before, do not count as changes", async () => {
  await changeMarks(folder, "sample", "train", [[1, "fine"]]);
  watch.begin("sample");
  await changeMarks(folder, "fashion-mnist", "train", [[1, "fine"]]);
  await changeMarks(folder, "sample", "train", [[2, "fine"]]);
  expect(looked()).toBe(1);
});

test("another runs folder has other marks", () => {
  watch.begin("sample");
  const other = mkdtempSync(join(folder, "other-"));
  folder = other;
  expect(looked()).toBe(1);
  folder = join(other, "..");
});

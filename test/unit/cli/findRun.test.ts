import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deleteRun } from "../../../src/liveness/trash";
import { encodeLabels, noLabels } from "../../../src/runs/labels";
import { findRun } from "../../../src/terminal/findRun";
import { makeRunsFolder, RunFolder } from "../host/runFolder";

test("the path of a file of a run is refused by a sentence that names the run's folder", () => {
  const runs = makeRunsFolder();
  try {
    const { folder } = new RunFolder(runs, "2026-01-01_00-00-01", 1);
    const checkpoint = join(folder, "checkpoints", "step-000001.safetensors");
    mkdirSync(join(folder, "checkpoints"));
    writeFileSync(checkpoint, "");
    for (const path of [join(folder, "run.json"), join(folder, "checkpoints"), checkpoint])
      expect(() => findRun(path, runs)).toThrow(`${path} belongs to the run in ${folder}; give that folder.`);
    expect(() => findRun(join(folder, "nothing"), runs)).toThrow(/^There is no run in /);
  } finally {
    rmSync(runs, { recursive: true });
  }
});

describe.skipIf(process.platform === "win32")("where links lead", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "links-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each([".fitting-room", "nowhere"])(
    "nowhere, as from .fitting-room to %s, the sentence says that the link can be removed",
    (target) => {
      const link = join(folder, ".fitting-room");
      symlinkSync(target, link);
      expect(() => findRun("x", join(link, "runs"))).toThrow(
        `${link} is a link that leads nowhere; remove it, or connect the disk that it leads to.`,
      );
    },
  );

  test("in a circle, the sentence about a runs folder says so, and what to do", () => {
    const link = join(folder, "circle");
    symlinkSync("circle", link);
    expect(() => findRun("x", link)).toThrow(
      `The runs folder ${link} cannot be read (its links lead in a circle, ELOOP); remove one of these links.`,
    );
  });
});

test("a run that is in the trash is refused by a sentence that brings it back", async () => {
  const runs = makeRunsFolder();
  const id = "2026-01-01_00-00-01";
  try {
    const { folder } = new RunFolder(runs, id, 1);
    writeFileSync(join(folder, "labels.json"), encodeLabels({ ...noLabels, name: "brisk-linen" }));
    await deleteRun(runs, id);
    for (const written of [id, "brisk-linen"])
      expect(() => findRun(written, runs)).toThrow(
        `${written} is in the trash; restore --runs ${runs} ${id} brings it back.`,
      );
    expect(() => findRun("brisk", runs)).toThrow(/^There is no run in /);
  } finally {
    rmSync(runs, { recursive: true });
  }
});

test("a text that may be the whole id of a run names no other run", () => {
  const runs = makeRunsFolder();
  const time = "2026-01-01_00-00-01";
  try {
    for (const id of [`${time}_28`, "exp-10", "exp-2-long"]) new RunFolder(runs, id, 1);
    for (const gone of [time, `${time}_2`, "exp-1", "exp-2", "exp"])
      expect(() => findRun(gone, runs)).toThrow(/^There is no run in /);
    expect(findRun("2026-01-01_00-00-0", runs)).toBe(join(runs, `${time}_28`));
  } finally {
    rmSync(runs, { recursive: true });
  }
});

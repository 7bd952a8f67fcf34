import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import { RunLog } from "../../../src/runs/RunLog";
import { foldEvents } from "../../../src/runs/RunState";
import { createRun, parseLog, RunStore } from "../../../src/runs/RunStore";
import { dataset, ended, epochEnd, started, steps } from "./exampleEvents";

let runs: string;
let folder: string;
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), "log-"));
  folder = createRun(runs, tutorialConfig, new Date(2026, 0, 2)).folder;
});
afterEach(() => {
  rmSync(runs, { recursive: true });
});

const events = [started, dataset, steps(1, 0, [4, 3, 2, 1], 1), epochEnd(1, 0.4, 2), ended("finished")];

function logged() {
  return parseLog(readFileSync(join(folder, "events.jsonl"), "utf8"));
}

describe("a run's log", () => {
  test("whose file was deleted is written whole again", () => {
    const log = new RunLog(folder);
    log.append(started);
    rmSync(join(folder, "events.jsonl"));
    log.append(dataset);
    log.close();
    expect(logged()).toEqual({ events: [started, dataset], problems: [] });
  });

  test("whose folder is gone keeps everything in memory and is complete once it is back", () => {
    const log = new RunLog(folder);
    log.append(started);
    rmSync(folder, { recursive: true });
    log.append(dataset);
    log.append(ended("finished"));
    expect(log.problem).toBe("ENOENT");
    expect(log.missingLines).toBe(2);
    mkdirSync(folder);
    log.flush();
    expect(log.problem).toBeUndefined();
    log.close();
    expect(logged()).toEqual({ events: [started, dataset, ended("finished")], problems: [] });
  });

  test("that another file was put in the place of for a while goes on when it is back", () => {
    const log = new RunLog(folder);
    log.append(started);
    renameSync(folder, `${folder}-away`);
    writeFileSync(folder, "in the way");
    log.append(dataset);
    expect(log.problem).toBe("ENOTDIR");
    rmSync(folder);
    renameSync(`${folder}-away`, folder);
    log.close();
    expect(logged()).toEqual({ events: [started, dataset], problems: [] });
  });

  test("cut at any byte of its last 4 KB opens with every whole line and says what was dropped", async () => {
    const log = new RunLog(folder);
    for (const event of [
      ...events.slice(0, 3),
      ...Array.from({ length: 30 }, (_, i) => steps(2, 4 + i, [1], 3 + i)),
    ])
      log.append(event);
    log.close();
    const path = join(folder, "events.jsonl");
    const whole = readFileSync(path);
    expect(whole.length).toBeGreaterThan(2000);
    for (let length = Math.max(0, whole.length - 4096); length < whole.length; length++) {
      const cut = whole.subarray(0, length).toString();
      const { events: intact, problems } = parseLog(cut);
      const lines = cut.split("\n");
      expect(intact).toHaveLength(lines.length - 1);
      expect(problems).toHaveLength(lines.at(-1) === "" ? 0 : 1);
      foldEvents(intact);
    }
    writeFileSync(path, whole.subarray(0, whole.length - 10));
    expect((await new RunStore(runs).read("2026-01-02_00-00-00")).problems).toEqual([
      "Line 33 of events.jsonl was cut off and was left out.",
    ]);
  });
});

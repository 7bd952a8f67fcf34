import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRun } from "../../../src/runs/createRun";
import { parseLog } from "../../../src/runs/LogParser";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import { RunLog } from "../../../src/runs/RunLog";
import { dataset, ended, started } from "../../unit/runs/exampleEvents";

let runs: string;
let folder: string;
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), "log-"));
  folder = createRun(runs, tutorialConfig, new Date(2026, 0, 2)).folder;
});
afterEach(() => {
  rmSync(runs, { recursive: true });
});

function logged() {
  return parseLog(readFileSync(join(folder, "events.jsonl")));
}

describe("a run's log", () => {
  test("whose file was deleted is written again from its beginning", () => {
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
    expect(log.problem).toMatchObject({ code: "ENOENT" });
    expect(log.missingLines).toBe(2);
    mkdirSync(folder);
    log.flush();
    expect(log.problem).toBeUndefined();
    log.close();
    expect(logged()).toEqual({ events: [started, dataset, ended("finished")], problems: [] });
  });

  test("whose folder was replaced by a file continues when the folder is back", () => {
    const log = new RunLog(folder);
    log.append(started);
    renameSync(folder, `${folder}-away`);
    writeFileSync(folder, "in the way");
    log.append(dataset);
    expect(log.problem).toMatchObject({ message: `${realpathSync(folder)} is a file` });
    rmSync(folder);
    renameSync(`${folder}-away`, folder);
    log.close();
    expect(logged()).toEqual({ events: [started, dataset], problems: [] });
  });

  test.runIf(existsSync("/dev/null"))("is not written through a symbolic link", () => {
    rmSync(join(folder, "events.jsonl"));
    symlinkSync("/dev/null", join(folder, "events.jsonl"));
    expect(() => new RunLog(folder)).toThrow("events.jsonl is a symbolic link");
  });
});

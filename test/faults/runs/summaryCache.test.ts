import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRun } from "../../../src/runs/createRun";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import { RunLog } from "../../../src/runs/RunLog";
import { RunStore } from "../../../src/runs/RunStore";
import { buildProgram } from "../../support/buildProgram";
import { dataset, ended, started, steps } from "../../unit/runs/exampleEvents";

const run = promisify(execFile);
const ROUNDS = 5;
const PROCESSES = 4;

let folder: string;
let runs: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "summaries-"));
  runs = join(folder, "runs");
  mkdirSync(runs);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function append(path: string, ...events: Parameters<RunLog["append"]>[0][]): void {
  const log = new RunLog(path);
  for (const event of events) log.append(event);
  log.close();
}

describe("a runs folder", () => {
  test("that four processes list at once, over and over, while its runs change, is listed as it is", async () => {
    const program = await buildProgram(join(import.meta.dirname, "listProgram.ts"), folder);
    const list = async () => {
      const options = { maxBuffer: 64e6 };
      const { stdout } = await run(process.execPath, [program, runs, join(folder, "cache")], options);
      return stdout;
    };
    const paths = Array.from({ length: 40 }, (_, day) => {
      const { folder: path } = createRun(runs, tutorialConfig, new Date(2026, 0, day + 1));
      append(path, started, dataset, steps(1, 0, [2.5, null], 1));
      return path;
    });
    for (let round = 0; round < ROUNDS; round++) {
      const listings = await Promise.all(Array.from({ length: PROCESSES }, list));
      const afresh = JSON.stringify(await new RunStore(runs).list());
      for (const listing of listings) expect(JSON.parse(listing)).toEqual(JSON.parse(afresh));
      for (const path of paths.filter((_, index) => index % ROUNDS === round)) append(path, ended("stopped"));
    }
  });
});

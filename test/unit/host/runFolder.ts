import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { ownIdentity } from "../../../src/liveness/processIdentity";
import { encodeLine } from "../../../src/runs/logLine";
import type { RunEvent } from "../../../src/runs/RunEvent";
import * as example from "../runs/exampleEvents";

export const { config, started, dataset } = example;
export const steps = (firstStep: number, ...losses: number[]) =>
  example.steps(1, firstStep, losses, firstStep + 1);
export const paused = example.control("paused", 1);
export const ended = example.ended("finished");

/** Makes a runs folder for the present test. It is removed after the test and after its `afterEach` hooks. */
export function makeRunsFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "fitting-room-host-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

/** A run on disk as another process writes it. `number` orders the runs; the highest is the newest. */
export class RunFolder {
  readonly folder: string;

  constructor(
    runsFolder: string,
    readonly id: string,
    number: number,
  ) {
    this.folder = join(runsFolder, id);
    mkdirSync(this.folder);
    const created = new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString();
    const record = { format: 1, id, name: `Run ${id}`, created, notes: "", tags: [], config };
    writeFileSync(this.log, "");
    writeFileSync(join(this.folder, "run.json"), JSON.stringify(record));
  }

  get log(): string {
    return join(this.folder, "events.jsonl");
  }

  append(...events: RunEvent[]): this {
    for (const event of events) appendFileSync(this.log, `${encodeLine(event)}\n`);
    return this;
  }

  /**
   * Writes a new `trainer.json` with a process id that no process has. If `host` is this machine, the trainer counts as
   * dead; otherwise it counts as alive, since the file is new.
   */
  trainedBy(host: string): this {
    const trainer = {
      format: 1,
      ...ownIdentity(),
      pid: 2 ** 22 + 1,
      host,
      started: "2026-01-02T03:04:05.000Z",
      socket: null,
      token: "0".repeat(64),
      stderr: null,
      folder: realpathSync(this.folder),
      inode: "0",
    };
    writeFileSync(join(this.folder, "trainer.json"), JSON.stringify(trainer));
    return this;
  }

  /** Sets the log's modification time to an hour ago. */
  silence(): this {
    const anHourAgo = Date.now() / 1000 - 3600;
    utimesSync(this.log, anHourAgo, anHourAgo);
    return this;
  }
}

import { appendFileSync, mkdirSync, mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveRunConfig } from "../../../src/runs/RunConfig";
import type { RunEvent } from "../../../src/runs/RunEvent";

export const config = resolveRunConfig({ dataset: { name: "sample" } });

export const started: RunEvent = {
  type: "started",
  time: "2026-01-02T03:04:05.000Z",
  config,
  environment: {
    version: "0.1.0",
    node: "v20.20.2",
    v8: "11.3",
    platform: "linux",
    arch: "x64",
    cpu: "a processor",
    cores: 2,
    kernels: "reference",
    threads: 1,
  },
};
export const dataset: RunEvent = {
  type: "dataset",
  name: "sample",
  source: "built-in",
  trainSamples: 4000,
  testSamples: 1000,
  stepsPerEpoch: 63,
};
export const steps = (firstStep: number, ...losses: number[]): RunEvent => ({
  type: "steps",
  epoch: 1,
  firstStep,
  losses,
  seconds: firstStep + 1,
});
export const paused: RunEvent = { type: "control", action: "paused", epoch: 1, step: 1, seconds: 2 };
export const ended: RunEvent = {
  type: "ended",
  status: "finished",
  time: "2026-01-02T03:05:05.000Z",
  seconds: 60,
};

export function makeRunsFolder(): string {
  return mkdtempSync(join(tmpdir(), "fitting-room-host-"));
}

/** A run on disk as another process writes it. `number` orders runs, the highest being the newest. */
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
    writeFileSync(join(this.folder, "run.json"), JSON.stringify(record));
  }

  get log(): string {
    return join(this.folder, "events.jsonl");
  }

  append(...events: RunEvent[]): this {
    for (const event of events) appendFileSync(this.log, `${JSON.stringify(event)}\n`);
    return this;
  }

  /** Names a trainer on a machine: on this one a process that is gone, on another one that was alive just now. */
  trainedBy(host: string): this {
    const presence = {
      format: 1,
      pid: 2 ** 22 + 1,
      host,
      started: "2026-01-02T03:04:05.000Z",
      socket: null,
      token: "0".repeat(64),
      stderr: null,
    };
    writeFileSync(join(this.folder, "trainer.json"), JSON.stringify(presence));
    return this;
  }

  /** Makes the log look as if nothing had been written for an hour. */
  silence(): this {
    const anHourAgo = Date.now() / 1000 - 3600;
    utimesSync(this.log, anHourAgo, anHourAgo);
    return this;
  }
}

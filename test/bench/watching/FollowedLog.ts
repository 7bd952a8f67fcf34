import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { decodeLine } from "../../../src/runs/logLine";
import type { RunEvent } from "../../../src/runs/RunEvent";

/** The log of a run in training. Each reading continues where the previous reading ended. */
export class FollowedLog {
  private offset = 0;
  private rest = "";
  readonly events: RunEvent[] = [];

  constructor(private readonly runFolder: string) {}

  /** @returns the new events */
  read(): RunEvent[] {
    const path = join(this.runFolder, "events.jsonl");
    if (!existsSync(path)) return [];
    const file = openSync(path, "r");
    const block = Buffer.alloc(1 << 16);
    for (let count = 1; count > 0; ) {
      count = readSync(file, block, 0, block.length, this.offset);
      this.offset += count;
      this.rest += block.toString("latin1", 0, count);
    }
    closeSync(file);
    const lines = this.rest.split("\n");
    this.rest = lines.pop()!;
    const events = lines.map(decodeLine).filter((event) => event !== undefined);
    for (const event of events) this.events.push(event);
    return events;
  }

  get isOver(): boolean {
    return this.events.at(-1)?.type === "ended";
  }

  get completeEpochs(): number {
    return this.events.findLast((event) => event.type === "epoch")?.epoch ?? 0;
  }
}

/**
 * Steps per second from the first to the last `steps` event, without the time of the tests between them. NaN if there
 * are fewer than two `steps` events.
 */
export function stepsPerSecond(events: readonly RunEvent[]): number {
  const steps = events.filter((event) => event.type === "steps");
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last || first === last) return Number.NaN;
  const tests = events.slice(events.indexOf(first), events.indexOf(last));
  const testSeconds = tests.reduce((sum, event) => sum + (event.type === "epoch" ? event.testSeconds : 0), 0);
  const done = last.firstStep + last.losses.length - (first.firstStep + first.losses.length);
  return done / (last.seconds - first.seconds - testSeconds);
}

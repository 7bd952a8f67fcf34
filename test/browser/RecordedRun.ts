import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseLog } from "../../src/runs/LogParser";
import type { RunEvent } from "../../src/runs/RunEvent";

/** A run, read from its folder at each call. */
export class RecordedRun {
  readonly folder: string;

  constructor(workspace: string, id: string) {
    this.folder = join(RecordedRun.runsFolder(workspace), id);
  }

  static runsFolder(workspace: string): string {
    return join(workspace, ".fitting-room/runs");
  }

  /** The runs of a workspace, the newest last. */
  static all(workspace: string): RecordedRun[] {
    const folder = RecordedRun.runsFolder(workspace);
    const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
    // The name of the trash begins with a dot.
    const ids = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    return ids
      .filter((id) => !id.startsWith("."))
      .sort()
      .map((id) => new RecordedRun(workspace, id));
  }

  /** The events of the whole lines of the log; none without a log. */
  events(): RunEvent[] {
    const path = join(this.folder, "events.jsonl");
    return existsSync(path) ? parseLog(readFileSync(path)).events : [];
  }

  name(): string {
    return JSON.parse(readFileSync(join(this.folder, "labels.json"), "utf8")).name;
  }

  /** Id of the process that trains the run, from `trainer.json`; undefined without this file. */
  pid(): number | undefined {
    try {
      return JSON.parse(readFileSync(join(this.folder, "trainer.json"), "utf8")).pid;
    } catch (error) {
      if (hasCode(error, "ENOENT")) return undefined;
      throw error;
    }
  }

  /** Kills the process that trains the run, if there is one. */
  kill(): void {
    const pid = this.pid();
    if (pid === undefined) return;
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      // The process has ended since `trainer.json` was read.
      if (!hasCode(error, "ESRCH")) throw error;
    }
  }

  weightsHash(): string {
    const weights = readFileSync(join(this.folder, "model.safetensors"));
    return createHash("sha256").update(weights).digest("hex");
  }
}

function hasCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}

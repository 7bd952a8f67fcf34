import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { workspace } from "vscode";
import { decodeLine } from "../../src/runs/logLine";
import type { RunEvent } from "../../src/runs/RunEvent";
import { limits } from "../support/limits.mjs";

/** A run, read from its folder at each call. */
export class RecordedRun {
  constructor(readonly folder: string) {}

  /** The events in the log's whole lines; none without a log. Whole lines that cannot be decoded are left out. */
  events(): RunEvent[] {
    const path = join(this.folder, "events.jsonl");
    const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
    return lines.map((line) => decodeLine(line)).filter((event) => event !== undefined);
  }

  /** Waits until the log has an event of a type. @returns the first one */
  async event<T extends RunEvent["type"]>(type: T): Promise<Extract<RunEvent, { type: T }>> {
    const isWanted = (event: RunEvent): event is Extract<RunEvent, { type: T }> => event.type === type;
    return until(`the run's "${type}"`, () => this.events().find(isWanted));
  }

  weights(): Buffer {
    return readFileSync(join(this.folder, "model.safetensors"));
  }
}

/** Calls `begin` and waits for the folder of the run that `begin` starts. */
export async function runOf(begin: () => Thenable<unknown>): Promise<RecordedRun> {
  const before = new Set(folders());
  await begin();
  return new RecordedRun(await until("a new run", () => folders().find((folder) => !before.has(folder))));
}

/** The paths of the runs of the open workspace. */
export function folders(): string[] {
  const [folder] = workspace.workspaceFolders ?? [];
  if (!folder) throw new Error("No folder is open.");
  const runs = join(folder.uri.fsPath, ".fitting-room/runs");
  if (!existsSync(runs)) return [];
  const entries = readdirSync(runs, { withFileTypes: true });
  // The name of the trash begins with a dot, and so does that of a run's folder before the folder is complete.
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => join(runs, name));
}

async function until<T>(what: string, look: () => T | undefined): Promise<T> {
  const deadline = Date.now() + limits.wait;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

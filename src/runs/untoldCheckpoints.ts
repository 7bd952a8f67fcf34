import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { checkpointsFolder, isCheckpointFile } from "./checkpointFile";
import type { RunEvent } from "./RunEvent";

/** A sentence about the checkpoints in a run's folder that its log has lost; undefined where there are none. */
export async function untoldCheckpoints(
  folder: string,
  events: readonly RunEvent[],
): Promise<string | undefined> {
  const names = await readdir(join(folder, checkpointsFolder)).catch(() => []);
  const told = new Set(events.map((event) => event.type === "checkpoint" && event.file));
  const untold = names
    .map((name) => `${checkpointsFolder}/${name}`)
    .filter((file) => isCheckpointFile(file) && !told.has(file));
  if (untold.length === 0) return undefined;
  return `events.jsonl does not tell of ${untold.sort().join(", ")}; the run is resumed from the newest one that is whole.`;
}

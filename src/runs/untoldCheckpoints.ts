import { Folder } from "../files/Folder";
import { checkpointsFolder, isCheckpointFile } from "./checkpointFile";
import type { RunEvent } from "./RunEvent";

/** A sentence about the checkpoints in a run's folder that its log has lost; undefined where there are none. */
export function untoldCheckpoints(folder: string, events: readonly RunEvent[]): string | undefined {
  const told = new Set(events.map((event) => event.type === "checkpoint" && event.file));
  const untold = checkpointNames(folder)
    .map((name) => `${checkpointsFolder}/${name}`)
    .filter((file) => isCheckpointFile(file) && !told.has(file));
  if (untold.length === 0) return undefined;
  return `events.jsonl does not tell of ${untold.sort().join(", ")}; the run is resumed from the newest one that is whole.`;
}

/** None of a folder that is not there or cannot be read. */
function checkpointNames(folder: string): string[] {
  try {
    return new Folder(folder).folder(checkpointsFolder).names();
  } catch {
    return [];
  }
}

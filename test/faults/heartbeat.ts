import { statSync, utimesSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { trainerFilePath } from "../../src/liveness/trainerFile";
import { longAgo } from "./nameTrainer";

/** Sets the modification time of a run's trainer.json back. Resolves when the trainer has touched the file again. */
export async function heartbeat(folder: string): Promise<void> {
  const path = trainerFilePath(folder);
  const time = longAgo();
  utimesSync(path, time, time);
  while (statSync(path).mtimeMs <= time.getTime()) await sleep(20);
}

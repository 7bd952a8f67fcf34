import { readFile } from "node:fs/promises";
import { join } from "node:path";

export const LOCK = "trainer.pid";

/** Whether the process that trains a run is alive; undefined while the run's folder names none. */
export async function isTrainerAlive(folder: string): Promise<boolean | undefined> {
  try {
    return isAlive(Number(await readFile(join(folder, LOCK), "utf8")));
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

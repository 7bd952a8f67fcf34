import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive, LOCK } from "./isTrainerAlive";

/** Keeps two trainers from writing one run. A lock whose process is gone holds nobody back. */
export class RunLock {
  private readonly path: string;

  /** @throws Error, one sentence, while another process trains the run */
  constructor(folder: string) {
    this.path = join(folder, LOCK);
    try {
      this.write("wx");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const pid = Number(readFileSync(this.path, "utf8"));
      if (pid !== process.pid && isAlive(pid))
        throw new Error(`The run in ${folder} is being trained by process ${pid}; stop that one first.`);
      this.write("w");
    }
  }

  release(): void {
    try {
      rmSync(this.path, { force: true });
    } catch {
      // A folder that can no longer be written: the process is about to be gone, and its lock with it.
    }
  }

  private write(flags: "w" | "wx"): void {
    const file = openSync(this.path, flags);
    writeFileSync(file, String(process.pid));
    closeSync(file);
  }
}

import { utimesSync, writeFileSync } from "node:fs";
import { ownIdentity } from "../../src/liveness/processIdentity";
import { identityOf, type TrainerFile, trainerFilePath } from "../../src/liveness/trainerFile";

/** Members for a trainer.json that states only the id of its process, as older versions wrote it. */
export const onlyPid = { boot: null, pidNamespace: null, processStart: null };

/**
 * Writes a trainer.json for a run.
 * @param trainer members that replace those of this process
 * @param time the time of the file's last modification and of the trainer's start
 */
export function nameTrainer(run: string, trainer: Partial<TrainerFile>, time = new Date()): void {
  const whole: TrainerFile = {
    format: 1,
    ...ownIdentity(),
    started: time.toISOString(),
    socket: null,
    token: "0".repeat(64),
    stderr: null,
    ...identityOf(run),
    ...trainer,
  };
  const path = trainerFilePath(run);
  writeFileSync(path, JSON.stringify(whole));
  utimesSync(path, time, time);
}

/** The time one hour ago. A trainer that is alive and not suspended has touched its trainer.json since then. */
export const longAgo = () => new Date(Date.now() - 3_600_000);

import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { TrainerHandle } from "../../src/client/TrainerClient";
import { BEAT_MS, isTrainerAlive } from "../../src/liveness/isTrainerAlive";
import { readTrainerFile, trainerFilePath } from "../../src/liveness/trainerFile";
import { recordUnwatchedDeath } from "../../src/liveness/unwatchedDeath";
import { trainings, useTrainings } from "../support/eachTest";
import { longAgo, nameTrainer, onlyPid } from "./nameTrainer";

useTrainings();

describe.skipIf(process.platform === "win32")("a trainer that was suspended, and whose run", () => {
  /** The content of a run's complete files, without the files' times, since a live trainer touches trainer.json. */
  function contents(run: string): Record<string, string> {
    const names = readdirSync(run, { recursive: true, encoding: "utf8" }).sort();
    // A process that exits while it flushes a temporary file leaves that file, which the next trainer removes.
    const files = names.filter((one) => !one.endsWith(".partial") && statSync(join(run, one)).isFile());
    return Object.fromEntries(files.map((one) => [one, readFileSync(join(run, one), "base64")]));
  }

  /**
   * Starts a training and suspends its trainer. Removes from trainer.json the socket and all that identifies the
   * process besides its id and host, so that only the heartbeat shows whether the trainer is alive. Makes the last beat
   * an hour old.
   */
  async function suspended() {
    const { training, until } = await trainings.train({ epochs: 10_000, checkpoints: { keep: 1 } });
    await until(({ epochs }) => epochs.length > 0);
    process.kill(training.pid, "SIGSTOP");
    const trainer = readTrainerFile(training.folder)!;
    rmSync(join(trainer.stderr!, ".."), { recursive: true });
    nameTrainer(training.folder, { ...trainer, ...onlyPid, socket: null }, longAgo());
    return training;
  }

  async function awaken({ pid, ended, folder: run }: TrainerHandle): Promise<void> {
    const before = contents(run);
    process.kill(pid, "SIGCONT");
    await ended;
    expect(contents(run)).toEqual(before);
  }

  test("is trained by another one now writes nothing more", async () => {
    const training = await suspended();
    const other = await trainings.start({ resume: { folder: training.folder } });
    await other.until(({ losses, epochs }) => epochs.length > 1 && losses.length > 0);
    await other.training.control({ action: "pause" });
    await other.until(({ status }) => status === "paused");
    await awaken(training);
    expect(await training.ended).toMatchObject({ status: "interrupted" });
    await other.training.stop();
    expect(await other.training.ended).toMatchObject({ status: "stopped" });
  });

  test("was trained by another one to its end writes nothing more", async () => {
    const training = await suspended();
    const other = await trainings.start({ resume: { folder: training.folder } });
    await other.until(({ epochs }) => epochs.length > 1);
    await other.training.stop();
    await other.training.ended;
    await awaken(training);
  });

  test("is only silent is not declared dead, and continues", async () => {
    const training = await suspended();
    expect(await isTrainerAlive(training.folder, { observe: false })).toBe(false);
    expect(await recordUnwatchedDeath(training.folder)).toBe(false);
    expect(readTrainerFile(training.folder)?.pid).toBe(training.pid);
    process.kill(training.pid, "SIGCONT");
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
    const logged = await trainings.loggedEvents(training.id);
    expect(logged.filter(({ type }) => type === "ended")).toHaveLength(1);
  });

  test("no other trainer has taken continues, though its trainer.json was removed meanwhile", async () => {
    const { training, state, until } = await trainings.train({ epochs: 10_000 });
    await until(({ losses }) => losses.length > 0);
    process.kill(training.pid, "SIGSTOP");
    rmSync(trainerFilePath(training.folder));
    // The trainer is suspended for at least the time between two checks of its trainer.json.
    await sleep(BEAT_MS);
    process.kill(training.pid, "SIGCONT");
    const before = state.losses.length;
    await until(({ losses }) => losses.length > before);
    while (!readTrainerFile(training.folder)) await sleep(20);
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
  });
});

import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isTrainerAlive } from "../../src/liveness/isTrainerAlive";
import { readTrainerFile, trainerFilePath } from "../../src/liveness/trainerFile";
import { recordUnwatchedDeath } from "../../src/liveness/unwatchedDeath";
import { trainings, useTrainings, useWindows, windows } from "../support/eachTest";
import { nameTrainer, onlyPid } from "./nameTrainer";
import { preloading } from "./preload/preloading";

useTrainings();
useWindows();

describe("a run whose trainer ended unseen", () => {
  /**
   * Trains a run in a window, kills the window, and then ends the trainer with the signal `how`.
   * @returns also a number of epochs with which the run, when it is resumed, soon ends
   */
  async function abandoned(
    how: NodeJS.Signals = "SIGKILL",
    { environment }: ReturnType<typeof preloading> = { environment: {} },
  ): Promise<{ folder: string; id: string; epochs: number }> {
    const { window, training } = await windows.train(trainings, { epochs: 1000 }, 60, environment);
    await window.until(({ epochs }) => epochs.length > 0);
    window.kill();
    process.kill(training.pid, how);
    while ((await isTrainerAlive(training.folder)) !== false);
    const { folder, id } = training;
    return { folder, id, epochs: (await trainings.recorded(id)).epoch + 1 };
  }

  test("can be resumed, also when its process id is another program's by now", async () => {
    const { folder: run, epochs } = await abandoned();
    const trainer = readTrainerFile(run)!;
    nameTrainer(run, { ...trainer, ...onlyPid, pid: process.pid });
    const { training, events } = await trainings.start({ resume: { folder: run, epochs } });
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(events[0].type).toBe("resumed");
    // The former trainer's runtime directory was removed with its trainer.json.
    expect(statSync(join(trainer.stderr!, ".."), { throwIfNoEntry: false })).toBeUndefined();
  });

  test("is recorded as failed once by four simultaneous attempts, with the end of its stderr", async () => {
    const { folder: run, id } = await abandoned(
      "SIGUSR2",
      preloading("outOfMemory.cjs", "--max-old-space-size=60"),
    );
    const { stderr } = readTrainerFile(run)!;
    const looks = await Promise.all([1, 2, 3, 4].map(() => recordUnwatchedDeath(run)));
    expect(looks).toContain(true);
    const logged = await trainings.loggedEvents(id);
    expect(logged.filter(({ type }) => type === "ended")).toEqual([
      expect.objectContaining({
        status: "failed",
        error: expect.stringContaining("Its last error output: FATAL ERROR: Reached heap limit"),
        stderr: expect.arrayContaining([expect.stringMatching(/^ *\d+: 0x/)]),
      }),
    ]);
    expect(readTrainerFile(run)).toBeUndefined();
    expect(existsSync(stderr!)).toBe(false);
  });

  test("is resumed with its end recorded, and later clients leave it alone", async () => {
    const { folder: run, id } = await abandoned();
    const { training, events, until } = await trainings.start({ resume: { folder: run, epochs: 1000 } });
    // A resume that is stopped before its first step would be undone.
    await until(() => events.some(({ type }) => type === "steps"));
    expect(await recordUnwatchedDeath(run)).toBe(false);
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
    const turns = (await trainings.loggedEvents(id)).filter(
      ({ type }) => type === "ended" || type === "resumed",
    );
    expect(turns).toMatchObject([
      { type: "ended", status: "failed", error: expect.stringContaining("The cause is not known.") },
      { type: "resumed" },
      { type: "ended", status: "stopped" },
    ]);
  });

  test("is resumed by one of several clients at the same moment; the others are refused", async () => {
    const { folder: run, id, epochs } = await abandoned();
    const rivals = [1, 2, 3, 4].map(() => windows.open());
    const starts = await Promise.allSettled(
      rivals.map((rival) => rival.start({ resume: { folder: run, epochs } }, 0, trainings.cacheFolder)),
    );
    const [winner, ...more] = rivals.filter((_, i) => starts[i].status === "fulfilled");
    expect(more).toEqual([]);
    for (const start of starts)
      if (start.status === "rejected")
        expect(start.reason.message).toMatch(
          /^The run in .* is being trained by process \d+; stop that one first\.$/,
        );
    expect(await winner.ended).toMatchObject({ status: "finished" });
    const logged = await trainings.loggedEvents(id);
    expect(logged.filter(({ type }) => type === "resumed")).toHaveLength(1);
    expect(logged.slice(-winner.events.length)).toEqual(winner.events);
  });

  test("is resumed although a process was killed while it changed trainer.json", async () => {
    const { folder: run, epochs } = await abandoned();
    writeFileSync(`${trainerFilePath(run)}.lock`, "");
    writeFileSync(`${trainerFilePath(run)}.0123456789abcdef.partial`, '{"format":');
    const { training } = await trainings.start({ resume: { folder: run, epochs } });
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(readdirSync(run).filter((file) => file.startsWith("trainer.json"))).toEqual([]);
  });
});

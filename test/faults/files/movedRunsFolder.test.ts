/** The folder of a run is renamed, or the folder around it becomes a link, while a trainer works. */
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { BEAT_MS } from "../../../src/liveness/isTrainerAlive";
import { trainerFilePath } from "../../../src/liveness/trainerFile";
import { startCli, trainSample } from "../../integration/cli/runCli";
import { Trainings } from "../../integration/trainer/trainings";
import { preloading } from "../preload/preloading";

const trainings = new Trainings();
afterEach(() => trainings[Symbol.dispose]());

/** Every entry of a folder, with inode, size and time of its last modification. */
function contentOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const { ino, size, mtimeMs } = statSync(join(folder, name));
      return [name, ino, size, mtimeMs].join(" ");
    });
}

test.runIf(process.platform !== "win32")(
  "nothing of a run is written or removed in the link's target, and everything in its own folder",
  async () => {
    const { training, state, events, until } = await trainings.train({
      epochs: 10_000,
      batchSize: 64,
      model: { hidden: [64] },
    });
    await until(({ checkpoints }) => checkpoints.length >= 3);
    const { runsFolder } = trainings;
    const backup = `${runsFolder}-backup`;
    // Without the pause, the trainer could delete checkpoints while they are copied.
    await training.control({ action: "pause" });
    await until(({ status }) => status === "paused");
    cpSync(training.folder, join(backup, training.id), { recursive: true });
    // The copied trainer.json is removed, since nothing trains the copy.
    rmSync(trainerFilePath(join(backup, training.id)), { force: true });
    const before = contentOf(backup);
    renameSync(runsFolder, `${runsFolder}-away`);
    symlinkSync(backup, runsFolder);

    await training.control({ action: "resume" });
    // Within 2.5 beats, the trainer checks its trainer.json twice and saves many checkpoints.
    const { seconds } = state;
    await until((later) => later.seconds > seconds + 2.5 * (BEAT_MS / 1000));
    expect(contentOf(backup)).toEqual(before);

    rmSync(runsFolder);
    renameSync(`${runsFolder}-away`, runsFolder);
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
    expect(contentOf(backup)).toEqual(before);
    expect(await trainings.loggedEvents(training.id)).toEqual(events);
  },
);

test.runIf(process.platform === "linux")(
  "a command whose run was renamed before it could open the folder ends without the folder's old path",
  async () => {
    const { runsFolder } = trainings;
    mkdirSync(runsFolder, { recursive: true });
    const { child, finished } = startCli(
      [...trainSample, "--epochs", "10000", "--runs", runsFolder],
      runsFolder,
      preloading("renameRun.cjs").environment,
    );
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });
    await expect.poll(() => text.includes("Epoch 2\n")).toBe(true);
    child.kill("SIGINT");
    const { code, stdout } = await finished;
    const [moved] = readdirSync(runsFolder).filter((name) => name.endsWith("-moved"));
    expect(code).toBe(130);
    expect(stdout).toContain(`it is ${join(runsFolder, moved!)}.\n`);
    expect(stdout).toMatch(/\nThe run has stopped\.\n$/);
  },
);

/** The default folder for runs, which may have come with a stranger's workspace, leads to another workspace's runs. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../../unit/cli/runCli";
import { filesOf } from "../../unit/trainer/movedRun";
import { Trainings } from "../../unit/trainer/trainings";

const base = realpathSync(mkdtempSync(join(tmpdir(), "linked-")));
const others = join(base, "others");
const trainings = new Trainings();
const config = trainings.config({ epochs: 1, limitTrainBatches: 5 });
let id: string;

beforeAll(async () => {
  const { training } = await trainings.start({ config, runsFolder: join(others, "runs") });
  await training.ended;
  id = training.id;
}, 120_000);
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
  trainings[Symbol.dispose]();
});

describe.runIf(process.platform !== "win32")("a default folder for runs that is a link", () => {
  const commands: Record<string, (id: string) => string[]> = {
    runs: () => ["runs"],
    "resume ID": (run) => ["resume", run, "--epochs", "3"],
    "resume PATH": (run) => ["resume", join(".fitting-room/runs", run), "--epochs", "3"],
    "fork ID": (run) => ["fork", run, "--epochs", "3"],
    "fork PATH": (run) => ["fork", join(".fitting-room/runs", run), "--epochs", "3", "--runs", "mine"],
    train: () => ["train", "--sample", "--epochs", "1", "--limit-train-batches", "1"],
  };
  const links: Record<string, (workspace: string) => void> = {
    ".fitting-room": (workspace) => symlinkSync(others, join(workspace, ".fitting-room")),
    ".fitting-room/runs": (workspace) => {
      mkdirSync(join(workspace, ".fitting-room"));
      symlinkSync(join(others, "runs"), join(workspace, ".fitting-room/runs"));
    },
  };

  test.each(Object.keys(links).flatMap((link) => Object.keys(commands).map((command) => [link, command])))(
    "at %s: %s neither reads nor writes what it leads to",
    async (link, command) => {
      const workspace = mkdtempSync(join(base, "workspace-"));
      links[link]!(workspace);
      const before = filesOf(join(others, "runs", id));
      const { stdout, stderr } = await runCli(commands[command]!(id), workspace);
      expect(filesOf(join(others, "runs", id))).toEqual(before);
      expect(readdirSync(join(others, "runs")).filter((name) => !name.startsWith("."))).toEqual([id]);
      expect(existsSync(join(workspace, "mine"))).toBe(false);
      expect(stdout).toBe("");
      expect(stderr).toMatch(/^[^\n]+\n$/);
    },
    120_000,
  );

  test.each(Object.keys(links))("at %s: the refusal of a run by its id names the link", async (link) => {
    const workspace = mkdtempSync(join(base, "workspace-"));
    links[link]!(workspace);
    const { stderr } = await runCli(["resume", id], workspace);
    expect(stderr).toContain(`${join(workspace, link)} is a symbolic link`);
  });
});

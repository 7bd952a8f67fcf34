/** A run's folder is a mount point whose server is gone. */
import { execFileSync } from "node:child_process";
import { accessSync, constants, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRun } from "../../../src/runs/createRun";
import { RunStore } from "../../../src/runs/RunStore";
import { Trainings } from "../../integration/trainer/trainings";

const base = mkdtempSync(join(tmpdir(), "dead-mount-"));
const runs = join(base, "runs");
const gone = join(runs, "gone");
const trainings = new Trainings();

/** A Python program that mounts a FUSE file system and exits without serving it. Argument: PLACE. */
const mount = `
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
fd = os.open("/dev/fuse", os.O_RDWR)
options = f"fd={fd},rootmode=40000,user_id=0,group_id=0"
sys.exit(libc.mount(b"gone", sys.argv[1].encode(), b"fuse", 0, options.encode()) != 0)`;

let isMounted = false;
beforeAll(async () => {
  const { training } = await trainings.train({ epochs: 1, limitTrainBatches: 1 });
  await training.ended;
  cpSync(training.folder, join(runs, "whole"), { recursive: true });
  mkdirSync(gone);
  try {
    accessSync("/dev/fuse", constants.W_OK);
    execFileSync("python3", ["-c", mount, gone]);
    isMounted = true;
  } catch {
    // This system or this user cannot mount a FUSE file system.
  }
});
afterAll(() => {
  if (isMounted) execFileSync("umount", ["--lazy", gone]);
  rmSync(base, { recursive: true, force: true });
  trainings[Symbol.dispose]();
});

test("a run's folder on a dead mount is reported, hides no other run and does not prevent a new one", async (context) => {
  if (!isMounted) return context.skip();
  const { id } = createRun(runs, trainings.config({}), new Date());
  const listing = await new RunStore(runs).list();
  expect(listing.runs.map((run) => run.id).sort()).toEqual([id, "whole"].sort());
  expect(listing.refused).toEqual([
    { id: "gone", folder: gone, refusal: expect.stringMatching(/^The run in .* cannot be read \(.+\)\.$/) },
  ]);
});

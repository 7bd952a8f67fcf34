import { afterEach, describe, expect, test } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { RunStore } from "../../../src/runs/RunStore";
import { ended, makeRunsFolder, RunFolder, started } from "../../unit/host/runFolder";
import { Sessions, small, statuses } from "./Sessions";

const sessions = new Sessions();
afterEach(() => sessions.closeAll());

describe("a training whose window closed", () => {
  test("continues, and the next window has every event of it once", async () => {
    const folder = makeRunsFolder();
    const remembered = new Map<string, string>();
    const first = await sessions.training(folder, { remembered, steps: 20 });
    first.session.dispose();

    const next = sessions.open(folder, { remembered });
    await next.restore();
    // On a busy machine, the trainer may answer too late for the first attempt to attach.
    await expect.poll(() => next.training).toBeDefined();
    const seen = next.displayed!;
    expect(seen.state.status).toBe("running");
    const own = new Promise((resolve) => next.onDidEndOwn(({ run }) => resolve(run)));
    await expect.poll(() => seen.state.epochs.length).toBeGreaterThan(1);
    await next.stop(seen);
    expect(await own).toBe(seen);
    const onDisk = await new RunStore(folder).read(seen.id);
    expect(seen.state).toEqual(foldEvents(onDisk.events));
    const missing = [...seen.state.losses].filter(Number.isNaN);
    expect(missing).toEqual([]);
    expect(sessions.open(folder, { remembered }).leftRunId).toBeUndefined();
  });

  test("does not replace the run on display", async () => {
    const folder = makeRunsFolder();
    const remembered = new Map<string, string>();
    const old = new RunFolder(folder, "old", 1).append(started, ended);
    const first = await sessions.training(folder, { remembered });
    await first.session.show({ id: old.id, name: "Run old", folder: old.folder });
    first.session.dispose();
    const next = sessions.open(folder, { remembered });
    await next.restore();
    await expect.poll(() => next.training?.id).toBe(first.run.id);
    expect(next.displayed?.id).toBe("old");
  });

  test("is interrupted when no window comes in time, and the next window remembers the run until it is announced", async () => {
    const folder = makeRunsFolder();
    const remembered = new Map<string, string>();
    const first = await sessions.training(folder, { remembered, gracePeriod: 0 });
    first.session.dispose();
    const next = sessions.open(folder, { remembered });
    await expect.poll(() => statuses(next)).toEqual(["interrupted"]);
    expect(next.isTraining).toBe(false);
    expect(next.leftRunId).toBe(first.run.id);
    next.forgetLeftRun();
    expect(sessions.open(folder, { remembered }).leftRunId).toBeUndefined();

    const again = await next.resume(first.run);
    const { losses } = first.run.state;
    expect(again.run.state.losses.slice(0, losses.length)).toEqual([...losses]);
  });

  test("is forgotten when it had ended before the window closed", async () => {
    const folder = makeRunsFolder();
    const remembered = new Map<string, string>();
    const { ended } = await sessions.open(folder, { remembered }).train(small);
    await ended;
    expect(sessions.open(folder, { remembered }).leftRunId).toBeUndefined();
  });
});

import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { RunStore } from "../../../src/runs/RunStore";
import { limits } from "../../support/limits.mjs";
import { makeRunsFolder } from "../../unit/host/runFolder";
import { endless, Sessions, small, statuses } from "./Sessions";

const sessions = new Sessions();
afterEach(() => sessions.closeAll());

describe("a training", () => {
  test("is displayed, listed and received from its first event to its last", async () => {
    const session = sessions.open(makeRunsFolder());
    const received: RunEvent[] = [];
    session.onDidTrain(({ event }) => received.push(event));
    const { run, ended } = await session.train(small);
    expect(session.displayed?.id).toBe(run.id);

    expect((await ended).status).toBe("finished");
    expect(session.isTraining).toBe(false);
    expect(received.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["started", "dataset", "steps", "epoch"]),
    );
    const onDisk = await new RunStore(session.list.folder).read(run.id);
    expect(onDisk).toMatchObject({ events: received, run: { name: run.name } });
    expect(run.state).toEqual(foldEvents(onDisk.events));
    expect(session.list.runs.map(({ id, state }) => [id, state.status])).toEqual([[run.id, "finished"]]);
  });

  test("ends as stopped on request, and another can start", async () => {
    const session = sessions.open(makeRunsFolder());
    const first = await session.train(endless);
    expect(session.isTraining).toBe(true);
    await expect(session.train(endless)).rejects.toThrow("under way");
    await session.stop(first.run);
    expect((await first.ended).status).toBe("stopped");
    expect(session.isTraining).toBe(false);
    const second = await session.train(small);
    expect((await second.ended).status).toBe("finished");
  });

  test("can be stopped while it is still starting", async () => {
    const session = sessions.open(makeRunsFolder());
    const training = session.train(endless);
    const run = await session.starting;
    await session.stop(run!);
    expect((await (await training).ended).status).toBe("stopped");
    expect(session.isTraining).toBe(false);
  });

  test("stays listed when the runs folder is gone, until it has ended", async () => {
    const folder = join(makeRunsFolder(), "runs");
    const session = sessions.open(folder);
    const { run } = await session.train(endless);
    await expect.poll(() => statuses(session), { timeout: limits.wait }).toEqual(["running"]);
    renameSync(folder, `${folder}-moved`);
    expect(await statuses(session)).toEqual(["running"]);
    expect(session.list.runs[0].id).toBe(run.id);
    await session.stop(run);
    expect(await statuses(session)).toEqual([]);
  });

  test("is listed once when its folder has another name", async () => {
    const folder = makeRunsFolder();
    const session = sessions.open(folder);
    const { run } = await session.train(endless);
    await expect.poll(() => statuses(session), { timeout: limits.wait }).toEqual(["running"]);
    renameSync(run.folder, join(folder, "renamed"));
    expect(await statuses(session)).toEqual(["running"]);
    expect(session.list.runs[0].id).toBe("renamed");
  });

  test("that cannot start has an error, and none is under way then", async () => {
    const folder = makeRunsFolder();
    writeFileSync(join(folder, "file"), "");
    const session = sessions.open(join(folder, "file", "runs"));
    await expect(session.train(small)).rejects.toThrow(join(folder, "file", "runs"));
    expect(session.isTraining).toBe(false);
  });
});

describe("a user's control of a training", () => {
  test("pauses, steps, changes and resumes it, each recorded", async () => {
    const session = sessions.open(makeRunsFolder());
    const { run, ended } = await session.train(endless);
    await expect.poll(() => run.state.status).toBe("running");
    await session.control(run, { action: "pause" });
    await expect.poll(() => run.state.status).toBe("paused");
    await session.control(run, { action: "step" });
    await session.control(run, { action: "learningRate", value: 0.5 });
    await session.control(run, { action: "epochs", value: 9000 });
    await session.control(run, { action: "resume" });
    await expect.poll(() => run.state.controls.length).toBe(5);
    expect(run.state).toMatchObject({ status: "running", learningRate: 0.5, totalEpochs: 9000 });
    await session.stop(run);
    await ended;
  });

  test("is refused in one sentence when the status does not allow it", async () => {
    const session = sessions.open(makeRunsFolder());
    const { run } = await session.train(endless);
    await expect.poll(() => run.state.status).toBe("running");
    await expect(session.control(run, { action: "step" })).rejects.toThrow("running");
    await session.stop(run);
    await expect(session.control(run, { action: "pause" })).rejects.toThrow(
      `The run ${run.name} is not trained by a process that this window is connected to.`,
    );
  });
});

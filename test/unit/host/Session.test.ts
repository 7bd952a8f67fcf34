import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { findLeftRun } from "../../../src/host/leftRun";
import { Session, UntrustedWorkspaceError } from "../../../src/host/Session";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { foldEvents } from "../../../src/runs/RunState";
import { RunStore } from "../../../src/runs/RunStore";
import { config, dataset, ended, makeRunsFolder, paused, RunFolder, started, steps } from "./runFolder";

const trainerPath = join(import.meta.dirname, "../../../dist/trainer.js");
const small = { ...config, epochs: 1, hidden: [8], limitTrainBatches: 4 };

const sessions: Session[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.dispose();
});

function open(runsFolder: string, remembered = new Map<string, string>(), isTrusted = true): Session {
  const memory = {
    get: (key: string) => remembered.get(key),
    update: async (key: string, value: string) => void remembered.set(key, value),
  };
  const cacheFolder = join(runsFolder, "cache");
  const session = new Session({
    trainerPath,
    cacheFolder,
    runsFolder,
    memory,
    isTrusted: () => isTrusted,
    proxy: () => ({}),
  });
  sessions.push(session);
  return session;
}

describe("the run on display", () => {
  test("is the newest run at first", async () => {
    const folder = makeRunsFolder();
    new RunFolder(folder, "old", 1).append(started, dataset, ended);
    new RunFolder(folder, "new", 2).append(started, dataset, steps(0, 2.3, 2.2), ended);
    const session = open(folder);
    await session.restore();
    expect(session.displayed).toMatchObject({ id: "new", name: "Run new" });
    expect(session.displayed?.state.losses).toEqual([2.3, 2.2]);
  });

  test("is the same as before when the window comes back", async () => {
    const folder = makeRunsFolder();
    const old = new RunFolder(folder, "old", 1).append(started, ended);
    new RunFolder(folder, "new", 2).append(started, ended);
    const remembered = new Map<string, string>();
    await open(folder, remembered).show({ id: old.id, name: "Run old", folder: old.folder });
    const again = open(folder, remembered);
    await again.restore();
    expect(again.displayed?.id).toBe("old");
  });

  test("is none while there is no run", async () => {
    const session = open(join(makeRunsFolder(), "missing"));
    await session.restore();
    expect(session.displayed).toBeUndefined();
  });

  test("grows with what another process appends, each event told once", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, steps(0, 2.3));
    const session = open(folder);
    await session.restore();
    const told: RunEvent[] = [];
    session.onDidAddEvents(({ events }) => told.push(...events));
    run.append(steps(1, 2.2));
    await session.follow();
    run.append(steps(2, 2.1), ended);
    await Promise.all([session.follow(), session.follow()]);
    expect(told).toEqual([steps(1, 2.2), steps(2, 2.1), ended]);
    expect(session.displayed?.state).toMatchObject({ status: "finished", losses: [2.3, 2.2, 2.1] });
  });

  test("is the last one asked for, whichever is read first", async () => {
    const folder = makeRunsFolder();
    const large = new RunFolder(folder, "large", 1).append(
      started,
      ...Array.from({ length: 2000 }, (_, step) => steps(step, 2.3)),
    );
    const tiny = new RunFolder(folder, "tiny", 2).append(started);
    const session = open(folder);
    await Promise.all([large, tiny].map(({ id, folder }) => session.show({ id, name: id, folder })));
    expect(session.displayed?.id).toBe("tiny");
  });
});

describe("a run whose process is gone", () => {
  test("counts as interrupted when it has been silent for too long", async () => {
    const folder = makeRunsFolder();
    new RunFolder(folder, "dead", 1).append(started, dataset, steps(0, 2.3)).silence();
    const session = open(folder);
    await session.restore();
    for (const state of [session.displayed?.state, session.list.runs[0]?.state])
      expect(state).toMatchObject({ status: "interrupted", losses: [2.3] });
  });

  test("tells of the line within which its log ends", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "dead", 1).append(started, dataset);
    appendFileSync(run.log, '{"type":"steps"');
    run.silence();
    const session = open(folder);
    await session.restore();
    expect(session.displayed?.state).toMatchObject({
      status: "interrupted",
      warnings: ["Line 3 of events.jsonl was cut off and was left out."],
    });
  });

  test("counts as running while it still writes", async () => {
    const folder = makeRunsFolder();
    new RunFolder(folder, "alive", 1).append(started, dataset);
    const session = open(folder);
    await session.restore();
    expect(session.list.runs[0]?.state.status).toBe("running");
    expect(session.displayed?.state.status).toBe("running");
  });

  test("counts as interrupted while paused when its process is gone, and not while that lives", async () => {
    const folder = makeRunsFolder();
    const gone = new RunFolder(folder, "gone", 1).append(started, dataset, paused).trainedBy(2 ** 22 + 1);
    const alive = new RunFolder(folder, "alive", 2).append(started, dataset, paused).trainedBy(process.pid);
    for (const run of [gone, alive]) run.silence();
    const session = open(folder);
    await session.list.refresh();
    const statuses = session.list.runs.map(({ id, state }) => [id, state.status]);
    expect(statuses).toEqual([
      ["alive", "paused"],
      ["gone", "interrupted"],
    ]);
  });

  test("is running again when it writes after all", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "slow", 1).append(started, dataset).silence();
    const session = open(folder);
    await session.restore();
    run.append(steps(0, 2.3));
    await session.follow();
    expect(session.displayed?.state).toMatchObject({ status: "running", losses: [2.3] });
    expect(session.displayed?.state.error).toBeUndefined();
  });
});

describe("a training", () => {
  test("is displayed, listed and told from its first event to its last", async () => {
    const session = open(makeRunsFolder());
    const told: RunEvent[] = [];
    session.onDidTrain(({ event }) => told.push(event));
    const { run, ended } = await session.train(small);
    expect(session.displayed).toBe(run);
    expect(session.isTraining).toBe(true);

    expect((await ended).status).toBe("finished");
    expect(session.isTraining).toBe(false);
    expect(told.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["started", "dataset", "steps", "epoch"]),
    );
    expect(told).toEqual(run.events);
    const onDisk = await new RunStore(session.list.folder).read(run.id);
    expect(onDisk).toMatchObject({ events: run.events, run: { name: run.name } });
    expect(run.state).toEqual(foldEvents(onDisk.events));
    expect(session.list.runs.map(({ id, state }) => [id, state.status])).toEqual([[run.id, "finished"]]);
  });

  test("ends as stopped when it is asked to, and leaves room for the next", async () => {
    const session = open(makeRunsFolder());
    const endless = { ...small, epochs: 10_000 };
    const first = await session.train(endless);
    await expect(session.train(endless)).rejects.toThrow("under way");
    await session.stop();
    expect((await first.ended).status).toBe("stopped");
    const second = await session.train(small);
    expect((await second.ended).status).toBe("finished");
  });

  test("can be stopped while it is still starting", async () => {
    const session = open(makeRunsFolder());
    const training = session.train({ ...small, epochs: 10_000 });
    const stopped = session.stop();
    expect((await (await training).ended).status).toBe("stopped");
    await stopped;
    expect(session.isTraining).toBe(false);
  });

  test("that cannot start says why and leaves room for the next", async () => {
    const folder = makeRunsFolder();
    writeFileSync(join(folder, "file"), "");
    const session = open(join(folder, "file", "runs"));
    await expect(session.train(small)).rejects.toThrow(join(folder, "file", "runs"));
    expect(session.isTraining).toBe(false);
  });
});

describe("a user's hold on a training", () => {
  const endless = { ...small, limitTrainBatches: null, epochs: 10_000 };

  test("pauses, steps, changes and resumes it, each recorded", async () => {
    const session = open(makeRunsFolder());
    const { run, ended } = await session.train(endless);
    await expect.poll(() => run.state.status).toBe("running");
    await session.control({ action: "pause" });
    await expect.poll(() => run.state.status).toBe("paused");
    await session.control({ action: "step" });
    await session.control({ action: "learningRate", value: 0.5 });
    await session.control({ action: "epochs", value: 7 });
    await session.control({ action: "resume" });
    await expect.poll(() => run.state.controls.length).toBe(5);
    expect(run.state).toMatchObject({ status: "running", learningRate: 0.5, totalEpochs: 7 });
    await session.stop();
    await ended;
  });

  test("is refused in one sentence when it makes no sense", async () => {
    const session = open(makeRunsFolder());
    await expect(session.control({ action: "pause" })).rejects.toThrow("No training is under way");
    const { run } = await session.train(endless);
    await expect.poll(() => run.state.status).toBe("running");
    await expect(session.control({ action: "step" })).rejects.toThrow("running");
    await session.stop();
  });
});

describe("an ended run", () => {
  test("goes on where it was, in its own folder and with its whole curve", async () => {
    const session = open(makeRunsFolder());
    const { run, ended } = await session.train(small);
    await ended;
    const losses = [...run.state.losses];
    const again = await session.resume(run, 2);
    expect(session.displayed).toBe(again.run);
    expect((await again.ended).status).toBe("finished");
    expect(again.run.id).toBe(run.id);
    expect(again.run.state.losses.slice(0, losses.length)).toEqual(losses);
    expect(again.run.state).toMatchObject({ totalEpochs: 2, epochs: [{ epoch: 1 }, { epoch: 2 }] });
    const onDisk = await new RunStore(session.list.folder).read(run.id);
    expect(onDisk.events).toEqual(again.run.events);
  });

  test("can be forked from its checkpoint with another learning rate", async () => {
    const session = open(makeRunsFolder());
    const { run, ended } = await session.train(small);
    await ended;
    const { file } = run.state.checkpoints.at(-1)!;
    const fork = await session.fork(run, file, { learningRate: 0.1, epochs: 2 });
    expect((await fork.ended).status).toBe("finished");
    expect(fork.run.id).not.toBe(run.id);
    expect(fork.run.state).toMatchObject({ learningRate: 0.1, parent: { id: run.id, step: 4 } });
    expect(fork.run.state.losses.slice(0, 4)).toEqual(run.state.losses);
  });

  test("is not resumed while another process works on it", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, steps(0, 2.3));
    const session = open(folder);
    await expect(session.resume({ id: "a", name: "Run a", folder: run.folder })).rejects.toThrow("running");
    expect(session.isTraining).toBe(false);
  });
});

describe("a workspace that is not trusted", () => {
  test("has nothing trained, resumed or written", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, ended);
    const session = open(folder, new Map(), false);
    const before = readdirSync(folder, { recursive: true });
    const place = { id: "a", name: "Run a", folder: run.folder };
    for (const attempt of [
      () => session.train(small),
      () => session.resume(place),
      () => session.fork(place, "checkpoints/a", {}),
    ])
      await expect(attempt()).rejects.toThrow(UntrustedWorkspaceError);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
    expect(session.isTraining).toBe(false);
  });
});

describe("a training that its window left", () => {
  test("is known to the next window until the user has been told", async () => {
    const folder = makeRunsFolder();
    const remembered = new Map<string, string>();
    const first = open(folder, remembered);
    const { run, ended } = await first.train({ ...small, epochs: 10_000 });
    first.dispose();
    expect((await ended).status).toBe("stopped");
    const second = open(folder, remembered);
    await second.list.refresh();
    expect(findLeftRun(second.leftRunId, second.list.runs)?.id).toBe(run.id);
    second.forgetLeftRun();
    expect(open(folder, remembered).leftRunId).toBeUndefined();
  });

  test("is none when it had ended before the window went away", async () => {
    const folder = makeRunsFolder();
    const remembered = new Map<string, string>();
    const { ended } = await open(folder, remembered).train(small);
    await ended;
    expect(open(folder, remembered).leftRunId).toBeUndefined();
  });
});

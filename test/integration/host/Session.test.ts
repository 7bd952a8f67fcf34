import { appendFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type Session, UntrustedWorkspaceError } from "../../../src/host/Session";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { foldEvents } from "../../../src/runs/RunState";
import { RunStore } from "../../../src/runs/RunStore";
import { Load } from "../../support/Load";
import { limits } from "../../support/limits.mjs";
import {
  config,
  dataset,
  ended,
  makeRunsFolder,
  paused,
  RunFolder,
  started,
  steps,
} from "../../unit/host/runFolder";
import { moveData } from "../trainer/movedRun";
import { openWindow, type WindowOptions } from "./openWindow";

const small = { ...config, epochs: 1, model: { kind: "mlp" as const, hidden: [8] }, limitTrainBatches: 4 };
const endless = { ...small, limitTrainBatches: null, epochs: 10_000 };

const sessions: Session[] = [];
afterEach(async () => {
  // The last session is connected to trainings of those before it.
  for (const session of sessions.splice(0).reverse()) {
    await stopAll(session);
    session.dispose();
  }
});

async function stopAll(session: Session): Promise<void> {
  await session.starting;
  await Promise.all(session.live.map((run) => session.stop(run)));
}

/** Opens a session on a runs folder for one test. */
function open(runsFolder: string, options?: WindowOptions): Session {
  const session = openWindow(runsFolder, options);
  sessions.push(session);
  return session;
}

/** The status of every listed run, newest first. */
async function statuses(session: Session): Promise<string[]> {
  await session.refresh();
  return session.list.runs.map(({ state }) => state.status);
}

describe("the run on display", () => {
  test("is the newest run at first", async () => {
    const folder = makeRunsFolder();
    new RunFolder(folder, "old", 1).append(started, dataset, ended);
    new RunFolder(folder, "new", 2).append(started, dataset, steps(0, 2.3, 2.2), ended);
    const session = open(folder);
    await session.restore();
    expect(session.displayed).toMatchObject({ id: "new", name: "Run new" });
    expect(session.displayed?.state.losses.slice()).toEqual([2.3, 2.2]);
  });

  test("is the same as before when the window is opened again", async () => {
    const folder = makeRunsFolder();
    const old = new RunFolder(folder, "old", 1).append(started, ended);
    new RunFolder(folder, "new", 2).append(started, ended);
    const remembered = new Map<string, string>();
    await open(folder, { remembered }).show({ id: old.id, name: "Run old", folder: old.folder });
    const again = open(folder, { remembered });
    await again.restore();
    expect(again.displayed?.id).toBe("old");
  });

  test("is known to be gone once its folder is deleted or another runs folder is listed", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, ended);
    new RunFolder(folder, "b", 2).append(started, dataset, ended);
    const session = open(folder);
    await session.show({ id: run.id, name: run.id, folder: run.folder });
    expect(session.isDisplayedGone).toBe(false);
    await session.refresh();
    expect(session.isDisplayedGone).toBe(false);
    session.list.folder = makeRunsFolder();
    expect(session.isDisplayedGone).toBe(false);
    await session.refresh();
    expect(session.isDisplayedGone).toBe(true);
    session.list.folder = folder;
    await session.refresh();
    expect(session.isDisplayedGone).toBe(false);
    rmSync(run.folder, { recursive: true });
    await session.refresh();
    expect(session.isDisplayedGone).toBe(true);
  });

  test("is not known to be gone while the runs folder cannot be read", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, ended);
    const session = open(folder);
    await session.show({ id: run.id, name: run.id, folder: run.folder });
    const file = join(makeRunsFolder(), "file");
    writeFileSync(file, "");
    session.list.folder = file;
    await session.refresh();
    expect(session.list.problem).toBeDefined();
    expect(session.isDisplayedGone).toBe(false);
  });

  test("is none while there is no run", async () => {
    const session = open(join(makeRunsFolder(), "missing"));
    await session.restore();
    expect(session.displayed).toBeUndefined();
  });

  test("is the first run that appears, as from a terminal, where there was none", async () => {
    const folder = makeRunsFolder();
    const session = open(folder);
    await session.restore();
    new RunFolder(folder, "first", 1).append(started, dataset, steps(0, 2.3), ended);
    await session.refresh();
    await expect.poll(() => session.displayed?.id, { timeout: limits.wait }).toBe("first");
    new RunFolder(folder, "second", 2).append(started, dataset, ended);
    await session.refresh();
    expect(session.displayed?.id).toBe("first");
  });

  test("grows with what another process appends, each event received once", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, steps(0, 2.3));
    const session = open(folder);
    await session.restore();
    const received: RunEvent[] = [];
    session.onDidAddEvents(({ events }) => received.push(...events));
    run.append(steps(1, 2.2));
    await session.follow();
    run.append(steps(2, 2.1), ended);
    await Promise.all([session.follow(), session.follow()]);
    expect(received).toEqual([steps(1, 2.2), steps(2, 2.1), ended]);
    expect(session.displayed?.state).toMatchObject({ status: "finished", losses: { length: 3 } });
  });

  test("is the last one that was requested, whichever is read first", async () => {
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

describe("a run that no window is connected to", () => {
  test("is interrupted when its log has no end and no trainer is named", async () => {
    const folder = makeRunsFolder();
    new RunFolder(folder, "unnamed", 1).append(started, dataset).silence();
    const session = open(folder);
    await session.restore();
    expect(await statuses(session)).toEqual(["interrupted"]);
    expect(session.displayed?.state).toMatchObject({ status: "interrupted" });
  });

  test("has failed when the named trainer is gone, and its log records this once", async () => {
    const folder = makeRunsFolder();
    const runs = [
      new RunFolder(folder, "paused", 1).append(started, dataset, paused).silence().trainedBy(hostname()),
      new RunFolder(folder, "dead", 2)
        .append(started, dataset, steps(0, 2.3))
        .silence()
        .trainedBy(hostname()),
    ];
    const session = open(folder);
    const received: RunEvent[] = [];
    session.onDidAddEvents(({ events }) => received.push(...events));
    await session.restore();
    await session.follow();
    expect(await statuses(session)).toEqual(["failed", "failed"]);
    const error = expect.stringContaining("ended unexpectedly while no window was connected");
    expect(session.displayed?.state).toMatchObject({ status: "failed", losses: { length: 1 }, error });
    expect(received).toEqual([]);
    for (const { id, folder: run } of runs) {
      await expect.poll(() => readdirSync(run)).not.toContain("trainer.json");
      const { events } = await new RunStore(folder).read(id);
      expect(events.filter(({ type }) => type === "ended")).toMatchObject([{ status: "failed", error }]);
    }
  });

  test("has failed in a workspace that is not trusted as well, where nothing is written", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "dead", 1).append(started, dataset).silence().trainedBy(hostname());
    const before = readFileSync(run.log, "utf8");
    const session = open(folder, { isTrusted: false });
    await session.restore();
    expect(await statuses(session)).toEqual(["failed"]);
    expect(session.displayed?.state.status).toBe("failed");
    expect(readFileSync(run.log, "utf8")).toBe(before);
    expect(readdirSync(run.folder)).toContain("trainer.json");
  });

  test("has a warning for the line within which its log ends", async () => {
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

  test("is live on another machine while its trainer there beats, however rarely it logs", async () => {
    const folder = makeRunsFolder();
    new RunFolder(folder, "running", 1).append(started, dataset).silence().trainedBy("elsewhere");
    new RunFolder(folder, "paused", 2).append(started, dataset, paused).silence().trainedBy("elsewhere");
    const session = open(folder);
    expect(await statuses(session)).toEqual(["paused", "running"]);
    expect(session.isTraining).toBe(false);
  });

  test("is running again when it was interrupted and another process resumes it", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "slow", 1).append(started, dataset).silence();
    const session = open(folder);
    await session.restore();
    expect(session.displayed?.state.status).toBe("interrupted");
    run.append(steps(0, 2.3)).trainedBy("elsewhere");
    await session.follow();
    expect(session.displayed?.state).toMatchObject({ status: "running", losses: { length: 1 } });
    expect(session.displayed?.state.error).toBeUndefined();
    expect(await statuses(session)).toEqual(["running"]);
  });
});

describe("a training", () => {
  test("is displayed, listed and received from its first event to its last", async () => {
    const session = open(makeRunsFolder());
    const received: RunEvent[] = [];
    session.onDidTrain(({ event }) => received.push(event));
    const { run, ended } = await session.train(small);
    expect(session.displayed).toBe(run);
    expect(session.isTraining).toBe(true);

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
    const session = open(makeRunsFolder());
    const first = await session.train(endless);
    await expect(session.train(endless)).rejects.toThrow("under way");
    await session.stop(first.run);
    expect((await first.ended).status).toBe("stopped");
    const second = await session.train(small);
    expect((await second.ended).status).toBe("finished");
  });

  test("can be stopped while it is still starting", async () => {
    const session = open(makeRunsFolder());
    const training = session.train(endless);
    const run = await session.starting;
    await session.stop(run!);
    expect((await (await training).ended).status).toBe("stopped");
    expect(session.isTraining).toBe(false);
  });

  test("stays listed when the runs folder is gone, until it has ended", async () => {
    const folder = join(makeRunsFolder(), "runs");
    const session = open(folder);
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
    const session = open(folder);
    const { run } = await session.train(endless);
    await expect.poll(() => statuses(session), { timeout: limits.wait }).toEqual(["running"]);
    renameSync(run.folder, join(folder, "renamed"));
    expect(await statuses(session)).toEqual(["running"]);
    expect(session.list.runs[0].id).toBe("renamed");
  });

  test("that cannot start has an error, and another can start", async () => {
    const folder = makeRunsFolder();
    writeFileSync(join(folder, "file"), "");
    const session = open(join(folder, "file", "runs"));
    await expect(session.train(small)).rejects.toThrow(join(folder, "file", "runs"));
    expect(session.isTraining).toBe(false);
  });
});

describe("a user's control of a training", () => {
  test("pauses, steps, changes and resumes it, each recorded", async () => {
    const session = open(makeRunsFolder());
    const { run, ended } = await session.train(endless);
    await expect.poll(() => run.state.status).toBe("running");
    await session.control(run, { action: "pause" });
    await expect.poll(() => run.state.status).toBe("paused");
    await session.control(run, { action: "step" });
    await session.control(run, { action: "learningRate", value: 0.5 });
    await session.control(run, { action: "epochs", value: 7 });
    await session.control(run, { action: "resume" });
    await expect.poll(() => run.state.controls.length).toBe(5);
    expect(run.state).toMatchObject({ status: "running", learningRate: 0.5, totalEpochs: 7 });
    await session.stop(run);
    await ended;
  });

  test("is refused in one sentence when the status does not allow it", async () => {
    const session = open(makeRunsFolder());
    const { run } = await session.train(endless);
    await expect.poll(() => run.state.status).toBe("running");
    await expect(session.control(run, { action: "step" })).rejects.toThrow("running");
    await session.stop(run);
    await expect(session.control(run, { action: "pause" })).rejects.toThrow(
      `The run ${run.name} is not trained by a process that this window is connected to.`,
    );
  });
});

describe("an ended run", () => {
  test("continues where it was, in its own folder and with its whole curve", async () => {
    const session = open(makeRunsFolder());
    const { run, ended } = await session.train(small);
    await ended;
    const losses = [...run.state.losses];
    const again = await session.resume(run, 2);
    expect(session.displayed).toBe(again.run);
    expect((await again.ended).status).toBe("finished");
    expect(again.run.id).toBe(run.id);
    expect(again.run.state.losses.slice(0, losses.length)).toEqual([...losses]);
    expect(again.run.state).toMatchObject({ totalEpochs: 2, epochs: [{ epoch: 1 }, { epoch: 2 }] });
    const onDisk = await new RunStore(session.list.folder).read(run.id);
    expect(again.run.state).toEqual(foldEvents(onDisk.events));
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
    expect(fork.run.state.losses.slice(0, 4)).toEqual([...run.state.losses]);
  });

  test("is shown unchanged when it could not be resumed, with the reason", async () => {
    const folder = makeRunsFolder();
    const session = open(folder);
    const { run, ended } = await session.train(small);
    await ended;
    moveData(run.folder, "/missing");
    await session.list.refresh();
    const again = await session.resume(run, 3, "/missing");
    let snapshots = 0;
    session.onDidChangeDisplayed(() => snapshots++);
    expect(await again.ended).toMatchObject({ status: "finished", undone: "failed" });
    const { state } = session.displayed!;
    expect(state).toMatchObject({ status: "finished", totalEpochs: 1, weights: "model.safetensors" });
    expect(state).toMatchObject({ errorCode: "dataset", error: expect.stringContaining("/missing") });
    expect(state.controls.filter(({ type }) => type === "resumed")).toEqual([]);
    expect(snapshots).toBe(1);
    await session.list.refresh();
    expect(session.list.runs[0]?.state).toMatchObject({
      status: "finished",
      totalEpochs: 1,
      error: undefined,
    });
  }, 60_000);

  test("is not resumed while another process trains it", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, steps(0, 2.3)).trainedBy("elsewhere");
    const session = open(folder);
    await expect(session.resume({ id: "a", name: "Run a", folder: run.folder })).rejects.toThrow(
      "its state: training",
    );
    expect(session.isTraining).toBe(false);
  });
});

describe("a workspace that is not trusted", () => {
  test("trains, resumes and writes nothing", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, ended);
    const session = open(folder, { isTrusted: false });
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

/** A window that trains, after at least `steps` steps of its run. */
async function training(folder: string, options?: WindowOptions & { steps?: number }) {
  const session = open(folder, options);
  const live = await session.train(endless);
  await expect.poll(() => live.run.state.losses.length).toBeGreaterThan(options?.steps ?? 0);
  return { session, ...live };
}

describe("a training that another window started", () => {
  test("is shown with its whole curve, and followed", async () => {
    const folder = makeRunsFolder();
    const first = await training(folder, { steps: 70 });
    const second = open(folder);
    await second.restore();
    expect(second.displayed).toMatchObject({ id: first.run.id, name: first.run.name });
    const seen = second.displayed!;
    expect(seen.state.status).toBe("running");
    expect(seen.state.losses.length).toBeGreaterThan(70);
    expect(second.training).toBe(seen);
    expect(second.list.runs[0].state).toBe(seen.state);

    const received: RunEvent[] = [];
    second.onDidAddEvents(({ events }) => received.push(...events));
    await expect.poll(() => seen.state.epochs.length).toBeGreaterThan(2);
    await first.session.stop(first.run);
    await expect.poll(() => second.isTraining).toBe(false);
    const onDisk = await new RunStore(folder).read(seen.id);
    expect(received).toEqual(onDisk.events.slice(-received.length));
    expect(seen.state).toEqual(foldEvents(onDisk.events));
    expect(seen.state).toEqual(first.run.state);
    expect(await statuses(second)).toEqual(["stopped"]);
  });

  test("is paused, changed and stopped from either", async () => {
    const folder = makeRunsFolder();
    const first = await training(folder);
    const second = open(folder);
    await second.restore();
    await second.control(first.run, { action: "pause" });
    await expect.poll(() => first.run.state.status).toBe("paused");
    await second.control(first.run, { action: "learningRate", value: 0.5 });
    await first.session.control(first.run, { action: "resume" });
    await expect.poll(() => second.displayed?.state).toMatchObject({ status: "running", learningRate: 0.5 });
    await second.stop(first.run);
    expect((await first.ended).status).toBe("stopped");
    expect(second.isTraining).toBe(false);
  });

  test("has failed in both when its process is killed, within two seconds", async () => {
    const folder = makeRunsFolder();
    const first = await training(folder);
    const second = open(folder);
    await second.restore();
    process.kill(first.training.pid, "SIGKILL");
    const load = Load.now();
    const killed = performance.now();
    const states = () => [first.run, second.displayed].map((run) => run?.state.status);
    await expect.poll(states, { interval: 20 }).toEqual(["failed", "failed"]);
    expect(performance.now() - killed).toBeLessThan(load.allow(2000));
    expect(first.run.state.error).toContain("SIGKILL");
    expect(second.displayed?.state.error).toContain("The trainer process ended unexpectedly");
    await expect.poll(() => [first.session.isTraining, second.isTraining]).toEqual([false, false]);
    const { events } = await new RunStore(folder).read(first.run.id);
    expect(events.filter(({ type }) => type === "ended")).toHaveLength(1);
    expect((await second.resume(first.run)).run.state.losses.length).toBeGreaterThan(0);
  });

  test("is running while its process is suspended, and followed again afterwards", async () => {
    const folder = makeRunsFolder();
    const first = await training(folder);
    process.kill(first.training.pid, "SIGSTOP");
    const second = open(folder);
    await second.restore();
    expect(second.displayed?.state.status).toBe("running");
    expect(second.live).toEqual([]);
    process.kill(first.training.pid, "SIGCONT");
    await expect.poll(() => second.training).toBeDefined();
    expect(second.training).toBe(second.displayed);
    const { length } = second.displayed!.state.losses;
    await expect.poll(() => second.displayed!.state.losses.length).toBeGreaterThan(length);
  });

  test("is killed from either window when it does not answer, and its end received once", async () => {
    const folder = makeRunsFolder();
    const first = await training(folder);
    const second = open(folder);
    await second.restore();
    process.kill(first.training.pid, "SIGSTOP");
    const stopped = second.stop(first.run);
    second.endProcess(first.run);
    await stopped;
    expect((await first.ended).status).toBe("failed");
    expect(second.displayed?.state.status).toBe("failed");
    const { events } = await new RunStore(folder).read(first.run.id);
    expect(events.filter(({ type }) => type === "ended")).toHaveLength(1);
    expect((await second.resume(first.run)).run.state.losses.length).toBeGreaterThan(0);
  });

  test("is found when it begins after the window was opened", async () => {
    const folder = makeRunsFolder();
    const old = new RunFolder(folder, "old", 1).append(started, ended);
    const second = open(folder);
    await second.restore();
    const first = await training(folder);
    await second.refresh();
    expect(second.displayed?.id).toBe(old.id);
    expect(second.training?.id).toBe(first.run.id);
  });

  test("replaces the run on display that it resumes", async () => {
    const folder = makeRunsFolder();
    const first = open(folder);
    const { run, ended } = await first.train(small);
    await ended;
    const second = open(folder);
    await second.restore();
    expect(second.displayed?.state.status).toBe("finished");
    const again = await first.resume(run, 10_000);
    await expect.poll(() => again.run.state.status).toBe("running");
    await second.refresh();
    await expect.poll(() => second.displayed?.state.status).toBe("running");
    expect(second.training).toBe(second.displayed);
  });

  test("is followed by both windows that resume it at once", async () => {
    const folder = makeRunsFolder();
    const first = open(folder);
    const { run, ended } = await first.train(small);
    await ended;
    const second = open(folder);
    await second.restore();
    const [one, other] = await Promise.all([first.resume(run, 9000), second.resume(run, 10_000)]);
    expect(one.training.pid).toBe(other.training.pid);
    expect(first.displayed === one.run && second.displayed === other.run).toBe(true);
    for (const { state } of [one.run, other.run])
      await expect.poll(() => [state.status, state.totalEpochs]).toEqual(["running", 10_000]);
    await second.stop(run);
    const { events } = await new RunStore(folder).read(run.id);
    const ends = events.flatMap((event) => (event.type === "ended" ? [event.status] : []));
    expect(ends).toEqual(["finished", "stopped"]);
  }, 60_000);

  test("is followed when it is resumed where another window has just done so", async () => {
    const folder = makeRunsFolder();
    const first = open(folder);
    const { run, ended } = await first.train(small);
    await ended;
    const second = open(folder);
    await second.restore();
    const one = await first.resume(run, 10_000);
    const other = await second.resume(run);
    expect(other.training.pid).toBe(one.training.pid);
    expect(second.displayed === other.run).toBe(true);
    await expect.poll(() => other.run.state.status).toBe("running");
  }, 60_000);

  test("is not attached to in a workspace that is not trusted", async () => {
    const folder = makeRunsFolder();
    const first = await training(folder);
    const untrusted = open(folder, { isTrusted: false });
    await untrusted.restore();
    expect(untrusted.displayed?.state.status).toBe("running");
    expect(untrusted.live).toEqual([]);
    await expect(untrusted.control(first.run, { action: "pause" })).rejects.toThrow("not trained by");
    expect(first.run.state.status).toBe("running");
  });
});

describe("two trainings at once", () => {
  test("are controlled each by its own name, whichever is on display", async () => {
    const folder = makeRunsFolder();
    const first = await training(folder);
    const second = await training(folder);
    const third = open(folder);
    await third.refresh();
    expect(third.training?.id).toBe(second.run.id);
    let changes = 0;
    third.onDidChangeTraining(() => changes++);
    await third.show(first.run);
    expect(third.training?.id).toBe(first.run.id);
    expect(changes).toBe(1);
    await third.control(first.run, { action: "pause" });
    await expect.poll(() => first.run.state.status).toBe("paused");
    expect(second.run.state.status).toBe("running");
    await third.stop(first.run);
    expect((await first.ended).status).toBe("stopped");
    expect(third.training?.id).toBe(second.run.id);
  });

  test("end together when both are to be replaced", async () => {
    const folder = makeRunsFolder();
    const both = [await training(folder), await training(folder)];
    const third = open(folder);
    await third.refresh();
    await stopAll(third);
    expect(third.isTraining).toBe(false);
    for (const { ended } of both) expect((await ended).status).toBe("stopped");
  });
});

describe("a training whose window closed", () => {
  test("continues, and the next window has every event of it once", async () => {
    const folder = makeRunsFolder();
    const remembered = new Map<string, string>();
    const first = await training(folder, { remembered, steps: 20 });
    first.session.dispose();

    const next = open(folder, { remembered });
    await next.restore();
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
    expect(open(folder, { remembered }).leftRunId).toBeUndefined();
  });

  test("does not replace the run on display", async () => {
    const folder = makeRunsFolder();
    const remembered = new Map<string, string>();
    const old = new RunFolder(folder, "old", 1).append(started, ended);
    const first = await training(folder, { remembered });
    await first.session.show({ id: old.id, name: "Run old", folder: old.folder });
    first.session.dispose();
    const next = open(folder, { remembered });
    await next.restore();
    expect(next.displayed?.id).toBe("old");
    expect(next.training?.id).toBe(first.run.id);
  });

  test("is interrupted when no window comes in time, and the next one remembers it until it has announced it", async () => {
    const folder = makeRunsFolder();
    const remembered = new Map<string, string>();
    const first = await training(folder, { remembered, gracePeriod: 0 });
    first.session.dispose();
    const next = open(folder, { remembered });
    await expect.poll(() => statuses(next)).toEqual(["interrupted"]);
    expect(next.isTraining).toBe(false);
    expect(next.leftRunId).toBe(first.run.id);
    next.forgetLeftRun();
    expect(open(folder, { remembered }).leftRunId).toBeUndefined();

    const again = await next.resume(first.run);
    const { losses } = first.run.state;
    expect(again.run.state.losses.slice(0, losses.length)).toEqual([...losses]);
  });

  test("is forgotten when it had ended before the window closed", async () => {
    const folder = makeRunsFolder();
    const remembered = new Map<string, string>();
    const { ended } = await open(folder, { remembered }).train(small);
    await ended;
    expect(open(folder, { remembered }).leftRunId).toBeUndefined();
  });
});

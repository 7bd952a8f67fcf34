import { afterEach, describe, expect, test } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { RunStore } from "../../../src/runs/RunStore";
import { Load } from "../../support/Load";
import { ended, makeRunsFolder, RunFolder, started } from "../../unit/host/runFolder";
import { Sessions, small, statuses } from "./Sessions";

const sessions = new Sessions();
afterEach(() => sessions.closeAll());

describe("a training that another window started", () => {
  test("is shown with its whole curve, and followed", async () => {
    const folder = makeRunsFolder();
    const first = await sessions.training(folder, { steps: 70 });
    const second = await sessions.beside(folder);
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
    const first = await sessions.training(folder);
    const second = await sessions.beside(folder);
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
    const first = await sessions.training(folder);
    const second = await sessions.beside(folder);
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
    const first = await sessions.training(folder);
    process.kill(first.training.pid, "SIGSTOP");
    const second = sessions.open(folder);
    await second.restore();
    expect(second.displayed?.state.status).toBe("running");
    expect(second.live).toEqual([]);
    expect(second.detached).toMatchObject([
      { id: first.run.id, name: first.run.name, contact: "connecting" },
    ]);
    expect(second.underWay).toMatchObject({ id: first.run.id, contact: "connecting" });
    expect(second.isTraining).toBe(true);
    await expect(second.stop(first.run)).rejects.toThrow("not trained by a process");
    process.kill(first.training.pid, "SIGCONT");
    await expect.poll(() => second.training).toBeDefined();
    expect(second.detached).toEqual([]);
    expect(second.training).toBe(second.displayed);
    const { length } = second.displayed!.state.losses;
    await expect.poll(() => second.displayed!.state.losses.length).toBeGreaterThan(length);
  });

  test("is known before the window has read a run, so that no other training is begun unknowingly", async () => {
    const folder = makeRunsFolder();
    const first = await sessions.training(folder);
    process.kill(first.training.pid, "SIGSTOP");
    const second = sessions.open(folder);
    await second.found();
    expect(second.list.runs).toEqual([]);
    expect(second.detached).toMatchObject([{ id: first.run.id, contact: "connecting" }]);
    process.kill(first.training.pid, "SIGCONT");
    await expect.poll(() => second.live.length).toBe(1);
  });

  test("is killed from either window when it does not answer, and its end received once", async () => {
    const folder = makeRunsFolder();
    const first = await sessions.training(folder);
    const second = await sessions.beside(folder);
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
    const second = sessions.open(folder);
    await second.restore();
    const first = await sessions.training(folder);
    await second.refresh();
    await expect.poll(() => second.training?.id).toBe(first.run.id);
    expect(second.displayed?.id).toBe(old.id);
  });

  test("replaces the run on display that it resumes", async () => {
    const folder = makeRunsFolder();
    const first = sessions.open(folder);
    const { run, ended } = await first.train(small);
    await ended;
    const second = sessions.open(folder);
    await second.restore();
    expect(second.displayed?.state.status).toBe("finished");
    const again = await first.resume(run, 10_000);
    await expect.poll(() => again.run.state.status).toBe("running");
    await second.refresh();
    await expect.poll(() => second.displayed?.state.status).toBe("running");
    await expect.poll(() => second.training).toBeDefined();
    expect(second.training).toBe(second.displayed);
  });

  test("is followed by both windows that resume it at once", async () => {
    const folder = makeRunsFolder();
    const first = sessions.open(folder);
    const { run, ended } = await first.train(small);
    await ended;
    const second = sessions.open(folder);
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
  });

  test("is followed by a window that resumes the run just after another window has resumed it", async () => {
    const folder = makeRunsFolder();
    const first = sessions.open(folder);
    const { run, ended } = await first.train(small);
    await ended;
    const second = sessions.open(folder);
    await second.restore();
    const one = await first.resume(run, 10_000);
    const other = await second.resume(run);
    expect(other.training.pid).toBe(one.training.pid);
    expect(second.displayed === other.run).toBe(true);
    await expect.poll(() => other.run.state.status).toBe("running");
  });

  test("is not attached to in a workspace that is not trusted", async () => {
    const folder = makeRunsFolder();
    const first = await sessions.training(folder);
    const untrusted = sessions.open(folder, { isTrusted: false });
    await untrusted.restore();
    expect(untrusted.displayed?.state.status).toBe("running");
    expect(untrusted.live).toEqual([]);
    await expect(untrusted.control(first.run, { action: "pause" })).rejects.toThrow("not trained by");
    expect(first.run.state.status).toBe("running");
  });
});

describe("two trainings at once", () => {
  test("are each controlled by name, whichever of them is on display", async () => {
    const folder = makeRunsFolder();
    const first = await sessions.training(folder);
    const second = await sessions.training(folder);
    const third = await sessions.beside(folder);
    expect(third.training?.id).toBe(second.run.id);
    let changes = 0;
    third.onDidChangeTraining(() => changes++);
    await third.show(first.run);
    expect(third.training?.id).toBe(first.run.id);
    // The exact number varies, since events of the second training cause changes, too.
    expect(changes).toBeGreaterThan(0);
    await third.control(first.run, { action: "pause" });
    await expect.poll(() => first.run.state.status).toBe("paused");
    expect(second.run.state.status).toBe("running");
    await third.stop(first.run);
    expect((await first.ended).status).toBe("stopped");
    expect(third.training?.id).toBe(second.run.id);
  });

  test("end together when both are to be replaced", async () => {
    const folder = makeRunsFolder();
    const both = [await sessions.training(folder), await sessions.training(folder)];
    const third = await sessions.beside(folder);
    await sessions.stopAll(third);
    expect(third.isTraining).toBe(false);
    for (const { ended } of both) expect((await ended).status).toBe("stopped");
  });
});

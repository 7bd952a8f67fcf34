import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { attachTraining } from "../../src/client/TrainerClient";
import { isTrainerAlive } from "../../src/liveness/isTrainerAlive";
import { DEFERENCE_MS } from "../../src/liveness/unwatchedDeath";
import { LogReader } from "../../src/runs/LogReader";
import { encodeLine } from "../../src/runs/logLine";
import type { EndedEvent, RunEvent } from "../../src/runs/RunEvent";
import { weightsHash } from "../integration/trainer/trainings";
import { trainings, useTrainings, useWindows, windows } from "../support/eachTest";
import { Load } from "../support/Load";
import { untilGone } from "./Windows";

useTrainings();
useWindows();

describe("a client that attaches to a training at full speed", () => {
  test("has the whole run, without gap or repetition, at any time of attaching", async () => {
    const { training, events, until } = await trainings.train({ epochs: 10_000 });
    await until(({ losses }) => losses.length > 0);
    const clients = [];
    for (let i = 0; i < 20; i++) {
      clients.push(await trainings.attach(training.folder));
      await sleep(i * 7);
    }
    await training.stop();
    await training.ended;
    const logged = await trainings.loggedEvents(training.id);
    expect(events).toEqual(logged);
    for (const client of clients) {
      expect(await client.training.ended).toEqual(logged.at(-1));
      expect(client.before.length).toBeGreaterThan(2);
      expect(client.events.length).toBeGreaterThan(client.before.length);
      expect(client.events).toEqual(logged);
    }
  });

  test("controls the training like the client that started it", async () => {
    const { training, state, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    const other = await trainings.attach(training.folder);
    expect(other.training).toMatchObject({ id: training.id, folder: training.folder, pid: training.pid });
    await other.training.control({ action: "pause" });
    await until(({ status }) => status === "paused");
    await training.control({ action: "learningRate", value: 0.5 });
    await other.until(({ learningRate }) => learningRate === 0.5);
    await expect(other.training.control({ action: "pause" })).rejects.toThrow(
      "A run that is paused cannot be paused.",
    );
    await other.training.stop();
    expect(await training.ended).toEqual(await other.training.ended);
    expect(state).toEqual(other.state);
    expect(state.status).toBe("stopped");
  });

  test("can detach, and the training continues", async () => {
    const { training, state, until } = await trainings.train({ epochs: 1000 });
    const other = await trainings.attach(training.folder);
    other.training.dispose();
    await expect(other.training.control({ action: "pause" })).rejects.toThrow();
    const before = state.losses.length;
    await until(({ losses }) => losses.length > before + 100);
    await training.stop();
    expect(await other.training.ended).toEqual(await training.ended);
  });

  test.runIf(process.platform === "linux")(
    "takes less than 100 MB of its trainer's memory, and has everything, where the log has 150 MB",
    async () => {
      const { training: ended } = await trainings.undisturbed({ epochs: 1 });
      const line = `${encodeLine({ type: "warning", message: "x".repeat(1000) })}\n`;
      appendFileSync(join(ended.folder, "events.jsonl"), line.repeat(150_000_000 / line.length));
      const task = { resume: { folder: ended.folder, epochs: 1000 } };
      const { training, until } = await trainings.start(task);
      await until(({ losses, epoch }) => epoch > 1 && losses.length > 0);
      await training.control({ action: "pause" });
      await until(({ status }) => status === "paused");
      const process = `/proc/${training.pid}`;
      const highest = () => {
        const [, kibibytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`${process}/status`, "utf8"))!;
        return Number(kibibytes) * 1024;
      };
      // Resets the memory peak that Linux reports for the process.
      writeFileSync(`${process}/clear_refs`, "5");
      const before = highest();
      const other = await trainings.attach(ended.folder);
      const taken = highest() - before;
      console.log(
        `Attached to a log of 150 MB: the trainer took ${(taken / 1e6).toFixed(0)} MB more at most`,
      );
      expect(taken).toBeLessThan(100_000_000);
      await training.stop();
      await training.ended;
      await other.training.ended;
      expect(other.events).toHaveLength((await trainings.loggedEvents(training.id)).length);
    },
  );

  test("receives a warning about a damaged line of the log, and every other event once", async () => {
    const { training: ended } = await trainings.undisturbed({ epochs: 1 });
    const path = join(ended.folder, "events.jsonl");
    const bytes = readFileSync(path);
    bytes[20]! ^= 1;
    writeFileSync(path, bytes);
    const resume = { folder: ended.folder, epochs: 1000 };
    const { training, events, until } = await trainings.start({ resume });
    await until(({ losses, epoch }) => epoch > 1 && losses.length > 0);
    const other = await trainings.attach(ended.folder);
    await training.stop();
    await training.ended;
    await other.training.ended;
    const recorded = await trainings.loggedEvents(training.id);
    const warning = { type: "warning", message: "Line 1 of events.jsonl is damaged and was left out." };
    const besides = (received: readonly RunEvent[]) => received.filter(({ type }) => type !== "warning");
    expect(besides(other.events)).toEqual(besides(recorded));
    expect(other.events).toContainEqual(warning);
    expect(recorded[0]).toMatchObject({ type: "started", config: trainings.config({ epochs: 1 }) });
    expect(recorded.slice(-events.length)).toEqual(events);
  });

  test("receives what its trainer has logged, where the file has other bytes or is lost", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    await training.control({ action: "pause" });
    await until(({ status }) => status === "paused");
    await until(({ checkpoints, losses }) => checkpoints.at(-1)?.step === losses.length);
    const logged = await trainings.loggedEvents(training.id);
    const path = join(training.folder, "events.jsonl");
    const bytes = readFileSync(path);
    bytes[20]! ^= 1;
    writeFileSync(path, bytes);
    expect((await trainings.attach(training.folder)).before).toEqual(logged);
    rmSync(path);
    expect((await trainings.attach(training.folder)).before).toEqual(logged);
    await training.stop();
    await training.ended;
  });

  test("is refused when the run has ended", async () => {
    const { training } = await trainings.undisturbed({ epochs: 1, limitTrainBatches: 1 });
    expect(await attachTraining({ folder: training.folder, onEvent: () => {} })).toBeUndefined();
    expect(await isTrainerAlive(training.folder)).toBeUndefined();
  });
});

describe("a training whose window is killed", () => {
  const input = { momentum: 0.9, shuffle: true };

  test("continues for a client that attaches, and ends with the weights of an undisturbed run", async () => {
    const { window, training } = await windows.train(trainings, { ...input, epochs: 1000 }, 60);
    await window.until(({ epochs }) => epochs.length > 0);
    window.kill();
    const next = await trainings.attach(training.folder);
    expect(await trainings.finishEpoch(next)).toMatchObject({ status: "finished" });
    expect(next.events).toEqual(await trainings.loggedEvents(training.id));
    const whole = await trainings.undisturbed({ ...input, epochs: next.state.epoch });
    expect(next.state.losses).toEqual(whole.state.losses);
    expect(weightsHash(training.folder)).toBe(whole.weights);
  });

  test("is interrupted with a checkpoint when no client attaches, and resumes bit for bit", async () => {
    const { window, training } = await windows.train(trainings, { ...input, epochs: 1000 }, 0.5);
    await window.until(({ epochs }) => epochs.length > 0);
    window.control({ action: "pause" });
    await window.until(({ status }) => status === "paused");
    // This step is later than the checkpoint that the pause has written.
    window.control({ action: "step" });
    await window.until(({ controls }) => controls.length === 2);
    window.kill();
    await untilGone(training.folder);
    const left = await trainings.recorded(training.id);
    expect(left.status).toBe("interrupted");
    expect(left.checkpoints.at(-1)).toMatchObject({ reason: "interrupted", step: left.losses.length });
    const epochs = left.epoch + 1;
    const resumed = await trainings.start({ resume: { folder: training.folder, epochs } });
    expect(await resumed.training.ended).toMatchObject({ status: "finished" });
    expect(resumed.events[0]).toMatchObject({ type: "resumed", step: left.losses.length });
    const whole = await trainings.undisturbed({ ...input, epochs });
    expect((await trainings.recorded(training.id)).losses).toEqual(whole.state.losses);
    expect(weightsHash(training.folder)).toBe(whole.weights);
  });

  test("is interrupted at once without a grace period", async () => {
    const { window, training } = await windows.train(trainings, { epochs: 1000 }, 0);
    await window.until(({ losses }) => losses.length > 0);
    window.kill();
    await untilGone(training.folder);
    const state = await trainings.recorded(training.id);
    expect(state).toMatchObject({ status: "interrupted", weights: "model.safetensors" });
    expect(state.checkpoints.at(-1)).toMatchObject({ step: state.losses.length });
  });

  /**
   * Starts a training in a window, kills the window and attaches to the training.
   * @param gracePeriod in seconds
   * @returns the attached training; undefined if the machine was too busy to attach within the grace period
   */
  async function attachedWithin(gracePeriod: number) {
    const { window, training } = await windows.train(trainings, { epochs: 10_000 }, gracePeriod);
    await window.until(({ losses }) => losses.length > 0);
    window.kill();
    const next = await trainings.attach(training.folder).catch(() => undefined);
    // A training that is about to end answers no control request.
    const isInTime = await next?.training.control({ action: "learningRate", value: 0.5 }).then(
      () => true,
      () => false,
    );
    return isInTime ? next : undefined;
  }

  test("continues as long as a client is attached, and has a new grace period after that", async () => {
    let gracePeriod = 1;
    let next = await attachedWithin(gracePeriod);
    while (!next) {
      gracePeriod *= 2;
      next = await attachedWithin(gracePeriod);
    }
    // The grace period of this second training begins later than that of the first one. When the second training has
    // ended by its grace period, the first grace period is over, too.
    const other = await windows.train(trainings, { epochs: 10_000 }, gracePeriod);
    other.window.kill();
    await untilGone(other.training.folder);
    const before = next.state.losses.length;
    const goesOn = next.until(({ losses }) => losses.length > before).then(() => "it goes on");
    expect(await Promise.race([goesOn, next.training.ended])).toBe("it goes on");
    next.training.dispose();
    expect(await next.training.ended).toMatchObject({ status: "interrupted" });
    expect(next.events).toEqual(await trainings.loggedEvents(next.training.id));
  });

  test("finishes without a client, within its grace period", async () => {
    const { window, training } = await windows.train(trainings, { epochs: 1 }, 60);
    window.kill();
    await untilGone(training.folder);
    expect(await trainings.recorded(training.id)).toMatchObject({ status: "finished", epoch: 1 });
  });
});

test("a client that attaches before a run's first event receives the same events as all others", async () => {
  const { training, events, until } = await trainings.train({ epochs: 1000 });
  const { events: shown, training: attached } = await trainings.attach(training.folder);
  await until(({ losses }) => losses.length > 0);
  await training.stop();
  await Promise.all([training.ended, attached.ended]);
  expect(shown.filter(({ type }) => type === "started")).toHaveLength(1);
  expect(shown).toEqual(events);
});

describe("a trainer that is killed", () => {
  /** Kills a trainer to which this process and another window are attached, while this process is busy for 0.3 s. */
  async function killedWhileBusy() {
    const { training, events, until } = await trainings.train({ epochs: 1000 });
    const near = await trainings.attach(training.folder);
    const far = windows.open();
    await far.attach(training.folder);
    await until(({ losses }) => losses.length > 0);
    const load = Load.now();
    const killed = performance.now();
    process.kill(training.pid, "SIGKILL");
    // While this process is blocked, the other window can notice the trainer's death. Only this process, the trainer's
    // parent, can get the exit status.
    while (performance.now() - killed < 300);
    const ended = await training.ended;
    // The other window waits for this process for a limited time.
    const isTooLate = performance.now() - killed > DEFERENCE_MS && !ended.error?.includes("SIGKILL");
    return { training, events, near, far, load, killed, ended, isTooLate };
  }

  test("is reported once, to all attached clients, with the known cause", async () => {
    let death = await killedWhileBusy();
    while (death.isTooLate) death = await killedWhileBusy();
    const { training, events, near, far, load, killed, ended } = death;
    expect(ended).toMatchObject({ status: "failed", error: expect.stringContaining("signal SIGKILL") });
    expect(await near.training.ended).toEqual(ended);
    expect(await far.ended).toEqual(ended);
    expect(performance.now() - killed).toBeLessThan(load.allow(2000));
    const logged = await trainings.loggedEvents(training.id);
    expect(logged.filter(({ type }) => type === "ended")).toEqual([ended]);
    for (const received of [events, near.events, far.events]) expect(received).toEqual(logged);
    expect(await isTrainerAlive(training.folder)).toBeUndefined();
  });

  describe.runIf(process.platform === "linux")("after its run's folder was renamed", () => {
    test("is recorded in the folder of the new name, by the client that started it", async () => {
      const { training, until } = await trainings.train({ epochs: 1000 });
      await until(({ losses }) => losses.length > 0);
      const moved = `${training.folder}-moved`;
      renameSync(training.folder, moved);
      process.kill(training.pid, "SIGKILL");
      const ended = await training.ended;
      expect(ended.error).toContain("signal SIGKILL");
      expect(training.folder).toBe(moved);
      await expectRecordedOnce(moved, ended);
    });

    test("is recorded in the folder of the new name, by an attached client", async () => {
      const { window, training } = await windows.train(trainings, { epochs: 1000 }, 60);
      await window.until(({ losses }) => losses.length > 0);
      const attached = await trainings.attach(training.folder);
      window.kill();
      const moved = `${training.folder}-moved`;
      renameSync(training.folder, moved);
      process.kill(training.pid, "SIGKILL");
      const ended = await attached.training.ended;
      expect(ended.error).toContain("its exit status is not known");
      expect(attached.training.folder).toBe(moved);
      await expectRecordedOnce(moved, ended);
    });
  });

  test("without the window that started it is reported once, by an attached client", async () => {
    const { window, training } = await windows.train(trainings, { epochs: 1000 }, 60);
    await window.until(({ losses }) => losses.length > 0);
    const others = [windows.open(), windows.open(), windows.open()];
    for (const other of others) await other.attach(training.folder);
    window.kill();
    const load = Load.now();
    const killed = performance.now();
    process.kill(training.pid, "SIGKILL");
    const ends = await Promise.all(others.map(({ ended }) => ended));
    expect(performance.now() - killed).toBeLessThan(load.allow(2000));
    expect(ends[0]).toMatchObject({
      status: "failed",
      error: expect.stringContaining("its exit status is not known"),
    });
    const logged = await trainings.loggedEvents(training.id);
    expect(logged.filter(({ type }) => type === "ended")).toEqual([ends[0]]);
    for (const other of others) expect(other.events).toEqual(logged);
  });

  test("on SIGTERM ends its run as interrupted, with a checkpoint", async () => {
    const { training, state, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    process.kill(training.pid, "SIGTERM");
    expect(await training.ended).toMatchObject({ status: "interrupted" });
    expect(state.checkpoints.at(-1)).toMatchObject({ step: state.losses.length });
  });
});

/** Expects that the log of the run in `folder` has one `ended` event, `ended`, and that the run has no trainer.json. */
async function expectRecordedOnce(folder: string, ended: EndedEvent): Promise<void> {
  const { events } = await new LogReader(folder).read();
  expect(events.filter(({ type }) => type === "ended")).toEqual([ended]);
  expect(await isTrainerAlive(folder)).toBeUndefined();
}

import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { attachTraining } from "../../src/client/TrainerClient";
import { isTrainerAlive } from "../../src/liveness/isTrainerAlive";
import { identityOf, readTrainerFile, trainerFilePath } from "../../src/liveness/trainerFile";
import { isProofOf, proofOf } from "../../src/protocol/proofs";
import { controlRequest, stopRequest } from "../../src/protocol/trainerProtocol";
import { encodeLine } from "../../src/runs/logLine";
import type { RunEvent } from "../../src/runs/RunEvent";
import { Trainings, weightsHash } from "../integration/trainer/trainings";
import { Load } from "../support/Load";
import { limits } from "../support/limits.mjs";
import { RawClient } from "./RawClient";
import { Windows } from "./Windows";

let windows: Windows;
beforeAll(async () => {
  windows = await Windows.build();
});
afterAll(() => {
  windows[Symbol.dispose]();
});

let trainings: Trainings;
beforeEach(() => {
  trainings = new Trainings();
});
afterEach(() => {
  windows.closeAll();
  trainings[Symbol.dispose]();
});

/** Starts a run in another window. */
async function openWindow(
  input: Parameters<Trainings["config"]>[0],
  gracePeriod: number,
  environment: Record<string, string> = {},
) {
  const window = windows.open(environment);
  const task = { runsFolder: trainings.runsFolder, config: trainings.config(input) };
  const training = await window.start(task, gracePeriod, trainings.cacheFolder);
  return { window, training };
}

/** In bytes: of a process, as far as it is in memory. */
function memoryOf(pid: number): number {
  const kilobytes = execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return Number(kilobytes) * 1000;
}

async function untilGone(folder: string): Promise<void> {
  while ((await isTrainerAlive(folder)) !== undefined) await sleep(50);
}

describe("a client that attaches to a training at full speed", () => {
  test("has the whole run, without gap or repetition, whenever it comes", async () => {
    const { training, events, until } = await trainings.train({ epochs: 1000, batchSize: 64 });
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
      expect(client.training.events.length).toBeGreaterThan(2);
      expect(client.events.length).toBeGreaterThan(client.training.events.length);
      expect(client.events).toEqual(logged);
    }
  });

  test("controls it like the one that started it", async () => {
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

  test("may leave it again", async () => {
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
    "takes less than 100 MB of its trainer's memory, and has all, where the log has 150 MB",
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
      // From now on it is the highest since then.
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

  test("sees what a damaged log has lost, and each event that it has not once", async () => {
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
    const besides = (told: readonly RunEvent[]) => told.filter(({ type }) => type !== "warning");
    expect(besides(other.events)).toEqual(besides(recorded));
    expect(other.events).toContainEqual(warning);
    expect(recorded[0]).toMatchObject({ type: "started", config: trainings.config({ epochs: 1 }) });
    expect(recorded.slice(-events.length)).toEqual(events);
  });

  test("finds nobody when the run has ended", async () => {
    const { training } = await trainings.undisturbed({ epochs: 1 });
    expect(await attachTraining({ folder: training.folder, onEvent: () => {} })).toBeUndefined();
    expect(await isTrainerAlive(training.folder)).toBeUndefined();
  });
});

describe("a training whose window is killed", () => {
  const input = { momentum: 0.9, shuffle: true };

  test("goes on for whoever attaches, and ends with the weights of an undisturbed run", async () => {
    const long = { ...input, epochs: 6 };
    const whole = await trainings.undisturbed(long);
    const { window, training } = await openWindow(long, 60);
    await window.until(({ epochs, epoch }) => epochs.length === 1 && epoch === 2);
    window.kill();
    const next = await trainings.attach(training.folder);
    expect(await next.training.ended).toMatchObject({ status: "finished" });
    expect(next.events).toEqual(await trainings.loggedEvents(training.id));
    expect(next.state.losses).toEqual(whole.state.losses);
    expect(weightsHash(training.folder)).toBe(whole.weights);
  });

  test("is interrupted with a checkpoint when nobody comes, and resumes bit for bit", async () => {
    const whole = await trainings.undisturbed(input);
    const { window, training } = await openWindow(input, 0.5);
    await window.until(({ epochs, epoch }) => epochs.length === 1 && epoch === 2);
    window.control({ action: "pause" });
    await window.until(({ status }) => status === "paused");
    // Beyond the checkpoint of the pause.
    window.control({ action: "step" });
    await window.until(({ controls }) => controls.length === 2);
    window.kill();
    await untilGone(training.folder);
    const left = await trainings.recorded(training.id);
    expect(left.status).toBe("interrupted");
    expect(left.checkpoints.at(-1)).toMatchObject({ reason: "interrupted", step: left.losses.length });
    const resumed = await trainings.start({ resume: { folder: training.folder } });
    expect(await resumed.training.ended).toMatchObject({ status: "finished" });
    expect(resumed.events[0]).toMatchObject({ type: "resumed", step: left.losses.length });
    expect((await trainings.recorded(training.id)).losses).toEqual(whole.state.losses);
    expect(weightsHash(training.folder)).toBe(whole.weights);
  });

  test("is interrupted at once without a grace period", async () => {
    const { window, training } = await openWindow({ epochs: 1000 }, 0);
    await window.until(({ losses }) => losses.length > 0);
    window.kill();
    await untilGone(training.folder);
    const state = await trainings.recorded(training.id);
    expect(state).toMatchObject({ status: "interrupted", weights: "model.safetensors" });
    expect(state.checkpoints.at(-1)).toMatchObject({ step: state.losses.length });
  });

  /** Somebody who attached to a training after its window was killed; undefined on a machine too busy for that. */
  async function attachedWithin(gracePeriod: number) {
    const { window, training } = await openWindow({ epochs: 10_000 }, gracePeriod);
    await window.until(({ losses }) => losses.length > 0);
    window.kill();
    const next = await trainings.attach(training.folder).catch(() => undefined);
    // A training that is about to end answers no control.
    const isInTime = await next?.training.control({ action: "learningRate", value: 0.5 }).then(
      () => true,
      () => false,
    );
    return isInTime ? next : undefined;
  }

  test("stays as long as somebody is attached, and has a new grace period after that", async () => {
    let gracePeriod = 1;
    let next = await attachedWithin(gracePeriod);
    while (!next) {
      gracePeriod *= 2;
      next = await attachedWithin(gracePeriod);
    }
    // The grace period of one whose window is killed later ends later.
    const other = await openWindow({ epochs: 10_000 }, gracePeriod);
    other.window.kill();
    await untilGone(other.training.folder);
    const before = next.state.losses.length;
    const goesOn = next.until(({ losses }) => losses.length > before).then(() => "it goes on");
    expect(await Promise.race([goesOn, next.training.ended])).toBe("it goes on");
    next.training.dispose();
    expect(await next.training.ended).toMatchObject({ status: "interrupted" });
    expect(next.events).toEqual(await trainings.loggedEvents(next.training.id));
  });

  test("finishes while nobody looks, within its grace period", async () => {
    const { window, training } = await openWindow({ epochs: 1 }, 60);
    window.kill();
    await untilGone(training.folder);
    expect(await trainings.recorded(training.id)).toMatchObject({ status: "finished", epoch: 1 });
  });
});

test("who attaches before a run has its first event is told the same as all others", async () => {
  const { training, events, until } = await trainings.train({ epochs: 1000 });
  const { events: shown, training: attached } = await trainings.attach(training.folder);
  await until(({ losses }) => losses.length > 0);
  await training.stop();
  await Promise.all([training.ended, attached.ended]);
  expect(shown.filter(({ type }) => type === "started")).toHaveLength(1);
  expect(shown).toEqual(events);
});

describe("a trainer that dies", () => {
  test("is told once, to all who are attached, with what is known", async () => {
    const { training, events, until } = await trainings.train({ epochs: 1000 });
    const near = await trainings.attach(training.folder);
    const far = windows.open();
    await far.attach(training.folder);
    await until(({ losses }) => losses.length > 0);
    const load = Load.now();
    const killed = performance.now();
    process.kill(training.pid, "SIGKILL");
    // The others have noticed before the one window that knows how it died gets round to it.
    while (performance.now() - killed < 300);
    const ended = await training.ended;
    expect(ended).toMatchObject({ status: "failed", error: expect.stringContaining("ended by SIGKILL") });
    expect(await near.training.ended).toEqual(ended);
    expect(await far.ended).toEqual(ended);
    expect(performance.now() - killed).toBeLessThan(load.allow(2000));
    const logged = await trainings.loggedEvents(training.id);
    expect(logged.filter(({ type }) => type === "ended")).toEqual([ended]);
    for (const told of [events, near.events, far.events]) expect(told).toEqual(logged);
    expect(await isTrainerAlive(training.folder)).toBeUndefined();
  });

  test("without the window that started it is told once, by whoever is there", async () => {
    const { window, training } = await openWindow({ epochs: 1000 }, 60);
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
      error: expect.stringContaining("could have told the cause"),
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

describe("a trainer's socket", () => {
  test("hangs up on a wrong proof, on orders without one, and on what is no message", async () => {
    const { training, state, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    const { token } = readTrainerFile(training.folder)!;
    const wrongToken = `${token.slice(0, -1)}${token.endsWith("0") ? "1" : "0"}`;
    const guesses: ((client: RawClient) => Promise<unknown>)[] = [
      (client) => client.prove(wrongToken),
      (client) => client.prove(token, "trainer"),
      (client) => client.attach("0".repeat(64)),
      (client) => client.attach(""),
      (client) => client.attach(token),
      (client) => client.identify("").then(() => client.attach(token)),
      (client) => client.identify().then(() => client.identify()),
    ];
    for (const guess of guesses) {
      const client = await RawClient.connect(training.folder);
      guess(client).catch(() => undefined);
      await client.closed;
    }
    const orders = await RawClient.connect(training.folder);
    orders.connection.sendRequest(stopRequest).catch(() => undefined);
    await orders.closed;
    const noise = await RawClient.connect(training.folder);
    noise.socket.write("GET / HTTP/1.1\r\n\r\n{}");
    await noise.closed;
    const before = state.losses.length;
    await until(({ losses }) => losses.length > before + 100);
    expect(state.status).toBe("running");
    await training.stop();
    await training.ended;
  });

  test("proves itself first, and its proof is worth nothing in another conversation", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    const { token } = readTrainerFile(training.folder)!;
    const client = await RawClient.connect(training.folder);
    const identity = await client.identify();
    const nonces = { client: client.nonce, trainer: identity.nonce };
    expect(isProofOf("trainer", identity.proof, token, nonces)).toBe(true);
    const other = await RawClient.connect(training.folder);
    const { nonce } = await other.identify();
    expect(isProofOf("trainer", identity.proof, token, { client: other.nonce, trainer: nonce })).toBe(false);
    other.attach(proofOf("client", token, nonces)).catch(() => undefined);
    await other.closed;
    expect(await client.attach(proofOf("client", token, nonces))).toMatchObject({ pid: training.pid });
    await training.stop();
    await training.ended;
  });

  test("closes what sends more than 64 kB before it has proven itself, and keeps nothing of it", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    await training.control({ action: "pause" });
    await until(({ status }) => status === "paused");
    const before = memoryOf(training.pid);
    const clients = await Promise.all(Array.from({ length: 20 }, () => RawClient.connect(training.folder)));
    for (const { socket } of clients) {
      socket.write("Content-Length: 2000000000\r\n\r\n");
      socket.write(Buffer.alloc(60_000_000));
    }
    await Promise.all(clients.map(({ closed }) => closed));
    const kept = memoryOf(training.pid) - before;
    console.log(`1.2 GB sent by strangers: the trainer has ${(kept / 1e6).toFixed(0)} MB more`);
    expect(kept).toBeLessThan(50_000_000);
    await training.stop();
    await training.ended;
  });

  test("closes a client whose one message is longer than 64 kB, and takes any number of shorter ones", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    const { token } = readTrainerFile(training.folder)!;
    const client = await RawClient.connect(training.folder);
    await client.prove(token);
    const note = "x".repeat(1000);
    for (let i = 0; i < 100; i++) await client.connection.sendNotification("nobody/listens", { note });
    await client.connection.sendRequest(controlRequest, { action: "pause" });
    client.connection.sendNotification("nobody/listens", { note: note.repeat(200) }).catch(() => undefined);
    await client.closed;
    await training.stop();
    await training.ended;
  });

  test("closes what proves nothing within 5 s, and more than 32 such at once, and serves the others", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    const attached = await trainings.attach(training.folder);
    const began = performance.now();
    const clients = await Promise.all(Array.from({ length: 40 }, () => RawClient.connect(training.folder)));
    const closedAfter = await Promise.all(
      clients.map(({ closed }) => closed.then(() => performance.now() - began)),
    );
    // The time is counted in pieces of half a second, the first of which may have begun before the connection.
    expect(closedAfter.filter((ms) => ms > 4000)).toHaveLength(32);
    const before = attached.state.losses.length;
    await attached.until(({ losses }) => losses.length > before);
    const late = await trainings.attach(training.folder);
    late.training.dispose();
    await training.stop();
    await training.ended;
  });

  test("is not asked with another run's token, nor at an address that is no trainer's", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    const path = trainerFilePath(training.folder);
    const own = readFileSync(path, "utf8");
    const forged = { ...JSON.parse(own), token: "0".repeat(64) };
    const { training: finished } = await trainings.undisturbed({ epochs: 1 });
    for (const trainer of [forged, { ...JSON.parse(own), socket: join(trainings.folder, "socket") }]) {
      const claim = { ...trainer, ...identityOf(finished.folder) };
      writeFileSync(trainerFilePath(finished.folder), JSON.stringify(claim));
      expect(await attachTraining({ folder: finished.folder, onEvent: () => {} })).toBeUndefined();
    }
    await training.stop();
    await training.ended;
  });
});

describe.skipIf(process.platform === "win32")("the place for temporary files", () => {
  function makeTemporary(name: string): string {
    const folder = join(trainings.folder, name);
    mkdirSync(folder);
    return folder;
  }

  test("has nothing more of a trainer that has ended", async () => {
    const TMPDIR = makeTemporary("tmp");
    const { window } = await openWindow({ epochs: 1, limitTrainBatches: 1 }, 0, { TMPDIR });
    expect(readdirSync(TMPDIR)).toEqual([expect.stringMatching(/^fitting-room-/)]);
    expect(await window.ended).toMatchObject({ status: "finished" });
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  test("has nothing more of one that died, or could not begin", async () => {
    const TMPDIR = makeTemporary("tmp");
    const { window, training } = await openWindow({ epochs: 1000 }, 60, { TMPDIR });
    const other = windows.open({ TMPDIR });
    await other.attach(training.folder);
    window.kill();
    process.kill(training.pid, "SIGKILL");
    expect(await other.ended).toMatchObject({ status: "failed" });
    expect(readdirSync(TMPDIR)).toEqual([]);

    const refused = windows.open({ TMPDIR });
    const task = { resume: { folder: join(trainings.folder, "nothing") } };
    await expect(refused.start(task, 0, trainings.cacheFolder)).rejects.toThrow("holds no run");
    await vi.waitFor(() => expect(readdirSync(TMPDIR)).toEqual([]), { timeout: limits.wait });
  });

  test.each([
    ["so deep that no socket can be there", () => makeTemporary("x".repeat(90)), "longer than the 103 bytes"],
    [
      "not there",
      () => join(trainings.folder, "nowhere"),
      "the temporary directory .* cannot be used \\(ENOENT\\)",
    ],
  ])("that is %s leaves a training to its window, which is told once", async (_, temporary, why) => {
    const { window, training } = await openWindow({ epochs: 1000 }, 60, { TMPDIR: temporary() });
    await window.until(({ epochs }) => epochs.length > 0);
    expect(window.state.warnings).toEqual([
      expect.stringMatching(`^While it trains, no other window can reach this run, .*${why}.*\\.$`),
    ]);
    expect(await isTrainerAlive(training.folder)).toBe(true);
    expect(await attachTraining({ folder: training.folder, onEvent: () => {} })).toBeUndefined();
    window.kill();
    await untilGone(training.folder);
    const state = await trainings.recorded(training.id);
    expect(state.status).toBe("interrupted");
    expect(state.checkpoints.at(-1)?.step).toBe(state.losses.length);
  });
});

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { attachTraining } from "../../src/client/TrainerClient";
import { isTrainerAlive } from "../../src/liveness/isTrainerAlive";
import { identityOf, readTrainerFile, trainerFilePath } from "../../src/liveness/trainerFile";
import { isProofOf, proofOf } from "../../src/protocol/proofs";
import { controlRequest, stopRequest } from "../../src/protocol/trainerProtocol";
import { trainings, useTrainings, useWindows, windows } from "../support/eachTest";
import { limits } from "../support/limits.mjs";
import { RawClient } from "./RawClient";
import { untilGone } from "./Windows";

useTrainings();
useWindows();

/** Resident memory (bytes) of a process. */
function memoryOf(pid: number): number {
  const kibibytes = execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return Number(kibibytes) * 1024;
}

describe("a trainer's socket", () => {
  test("closes a connection with a wrong proof, a request without one, or an invalid message", async () => {
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

  test("sends only the part of the log that a client lacks, and all of it to one that has other bytes", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    await training.control({ action: "pause" });
    await until(({ status }) => status === "paused");
    const { token } = readTrainerFile(training.folder)!;
    const early = await RawClient.connect(training.folder);
    early.readLog(1, "0".repeat(64), 1).catch(() => undefined);
    await early.closed;
    const client = await RawClient.connect(training.folder);
    const { logBytes } = await client.prove(token);
    const log = readFileSync(join(training.folder, "events.jsonl")).subarray(0, logBytes);
    const sha256 = createHash("sha256").update(log.subarray(0, 100)).digest("hex");
    expect(await client.readLog(100, sha256, logBytes)).toEqual(log.subarray(100));
    expect(await client.readLog(99, sha256, logBytes)).toEqual(log);
    client.readLog(100, sha256, logBytes + 1_000_000).catch(() => undefined);
    await client.closed;
    await training.stop();
    await training.ended;
  });

  test("closes a connection at its first wrong proof, although a valid one arrives with it", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    const { token } = readTrainerFile(training.folder)!;
    const client = await RawClient.connect(training.folder);
    const { nonce } = await client.identify();
    const valid = proofOf("client", token, { client: client.nonce, trainer: nonce });
    const answers: unknown[] = [];
    client.socket.cork();
    for (const proof of ["0".repeat(64), valid])
      client.attach(proof).then(
        (answer) => answers.push(answer),
        () => undefined,
      );
    client.socket.uncork();
    await client.closed;
    expect(answers).toEqual([]);
    await training.stop();
    await training.ended;
  });

  test("proves itself first, with a proof that is valid for one connection only", async () => {
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

  test("closes a connection that sends more than 64 kB before its proof, and keeps nothing of it", async () => {
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

  test("closes a connection with a message longer than 64 kB, and takes any number of shorter ones", async () => {
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

  test("closes connections without a proof after 5 s, and more than 32 of them at once, and serves the others", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    const attached = await trainings.attach(training.folder);
    await attached.training.control({ action: "pause" });
    const began = performance.now();
    const clients = await Promise.all(Array.from({ length: 40 }, () => RawClient.connect(training.folder)));
    const closedAfter = await Promise.all(
      clients.map(({ closed }) => closed.then(() => performance.now() - began)),
    );
    // The trainer counts 5 s in intervals of 0.5 s. The first interval may have begun before the connection, so that a
    // connection may be closed after 4.5 s.
    expect(closedAfter.filter((ms) => ms > 4000)).toHaveLength(32);
    const before = attached.state.losses.length;
    await attached.training.control({ action: "resume" });
    await attached.until(({ losses }) => losses.length > before);
    const late = await trainings.attach(training.folder);
    late.training.dispose();
    await training.stop();
    await training.ended;
  });

  test("is not used with another run's token, nor at an address that is no trainer's", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    const path = trainerFilePath(training.folder);
    const own = readFileSync(path, "utf8");
    const forged = { ...JSON.parse(own), token: "0".repeat(64) };
    const { training: finished } = await trainings.undisturbed({ epochs: 1, limitTrainBatches: 1 });
    for (const trainer of [forged, { ...JSON.parse(own), socket: join(trainings.folder, "socket") }]) {
      const claim = { ...trainer, ...identityOf(finished.folder) };
      writeFileSync(trainerFilePath(finished.folder), JSON.stringify(claim));
      expect(await attachTraining({ folder: finished.folder, onEvent: () => {} })).toBeUndefined();
    }
    await training.stop();
    await training.ended;
  });
});

describe.skipIf(process.platform === "win32")("the directory for temporary files", () => {
  function makeTemporary(name: string): string {
    const folder = join(trainings.folder, name);
    mkdirSync(folder);
    return folder;
  }

  test("has no file of a trainer that has ended", async () => {
    const TMPDIR = makeTemporary("tmp");
    const { window } = await windows.train(trainings, { epochs: 1000 }, 0, { TMPDIR });
    expect(readdirSync(TMPDIR)).toEqual([expect.stringMatching(/^fitting-room-/)]);
    window.stop();
    expect(await window.ended).toMatchObject({ status: "stopped" });
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  test("has no file of a trainer that was killed, or could not begin", async () => {
    const TMPDIR = makeTemporary("tmp");
    const { window, training } = await windows.train(trainings, { epochs: 1000 }, 60, { TMPDIR });
    const other = windows.open({ TMPDIR });
    await other.attach(training.folder);
    window.kill();
    process.kill(training.pid, "SIGKILL");
    expect(await other.ended).toMatchObject({ status: "failed" });
    expect(readdirSync(TMPDIR)).toEqual([]);

    const refused = windows.open({ TMPDIR });
    const task = { resume: { folder: join(trainings.folder, "nothing") } };
    await expect(refused.start(task, 0, trainings.cacheFolder)).rejects.toThrow("is gone");
    await vi.waitFor(() => expect(readdirSync(TMPDIR)).toEqual([]), { timeout: limits.wait });
  });

  test.each([
    ["so deep that no socket can be there", () => makeTemporary("x".repeat(90)), "longer than the 103 bytes"],
    [
      "not there",
      () => join(trainings.folder, "nowhere"),
      "the temporary directory .* cannot be used \\(it does not exist\\); set TMPDIR to a directory",
    ],
  ])("that is %s leaves a training with its window only, and one warning", async (_, temporary, why) => {
    const { window, training } = await windows.train(trainings, { epochs: 1000 }, 60, {
      TMPDIR: temporary(),
    });
    await window.until(({ epochs }) => epochs.length > 0);
    expect(window.state.warnings).toEqual([
      expect.stringMatching(`^No other window can connect to this run while it trains, .*${why}.*\\.$`),
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

import { once } from "node:events";
import { closeSync, mkdtempSync, openSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Output } from "../../../src/terminal/Output";
import { StopPresses } from "../../../src/terminal/StopPresses";
import { removeFolder } from "../../support/removeFolder";

type Stream = NodeJS.WriteStream & { fd: number };

let folder: string;
let stderr: Socket;
let read = "";
const closing: (() => void)[] = [];
const done = { stops: 0, kills: 0 };
const training = {
  stop: async () => void done.stops++,
  kill: () => done.kills++ >= 0,
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "presses-"));
  Object.assign(done, { stops: 0, kills: 0 });
  read = "";
  const server = createServer((socket) => {
    socket.on("data", (bytes) => {
      read += bytes;
    });
    socket.on("error", () => {});
    closing.push(() => socket.destroy());
  }).listen(join(folder, "stderr"));
  await once(server, "listening");
  stderr = connect(join(folder, "stderr"));
  await once(stderr, "connect");
  closing.push(
    () => stderr.destroy(),
    () => server.close(),
  );
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
  for (const close of closing.splice(0)) close();
  removeFolder(folder);
});

/** Advances the clock by a time (ms) and waits until the output is written. */
async function pass(ms: number, errors: Output): Promise<void> {
  vi.advanceTimersByTime(ms);
  await errors.flush();
  await new Promise((resolve) => setImmediate(resolve));
}

const advice = "Ctrl-C once more ends its process";

test("presses kill nothing before the user has read the message, and one after that does", async () => {
  const errors = new Output(stderr as unknown as Stream);
  using presses = new StopPresses(training, errors);
  for (const ms of [0, 3, 150, 2000, 2800]) {
    await pass(ms, errors);
    presses.press();
  }
  expect(read).not.toContain(advice);
  await pass(100, errors);
  // `vi.waitFor` would advance the clock.
  while (!read.includes(advice)) await new Promise((resolve) => setImmediate(resolve));
  for (const ms of [0, 3, 1400]) {
    await pass(ms, errors);
    presses.press();
  }
  expect(done).toEqual({ stops: 1, kills: 0 });
  await pass(200, errors);
  presses.press();
  expect(done).toEqual({ stops: 1, kills: 1 });
  expect(read.match(/Stopping the run/g)).toHaveLength(1);
});

test("presses kill nothing where the message could not be written, or is in a file", async () => {
  const file = openSync(join(folder, "log"), "w");
  const gone = connect(join(folder, "stderr"));
  await once(gone, "connect");
  gone.destroy();
  for (const stream of [{ fd: file, on: () => {} }, gone]) {
    const errors = new Output(stream as unknown as Stream);
    using presses = new StopPresses(training, errors);
    presses.press();
    await pass(5001, errors);
    await pass(60_000, errors);
    presses.press();
  }
  expect(done.kills).toBe(0);
  closeSync(file);
});

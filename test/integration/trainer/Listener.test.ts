import { createConnection, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createMessageConnection, type MessageConnection } from "vscode-jsonrpc";
import { SocketMessageReader, SocketMessageWriter } from "vscode-jsonrpc/node";
import { makeRuntimeDirectory, removeRuntimeDirectory } from "../../../src/liveness/runtimeDirectory";
import { socketPath } from "../../../src/liveness/trainerSocket";
import { runEvents } from "../../../src/protocol/trainerProtocol";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { Listener } from "../../../src/trainer/Listener";

let runtimeDirectory: string;
let server: Server;
let trainersEnd: Socket;
let clientsEnd: Socket;
beforeEach(async () => {
  runtimeDirectory = makeRuntimeDirectory()!;
  const path = socketPath(runtimeDirectory);
  const accepted = new Promise<Socket>((resolve) => {
    server = createServer(resolve);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  clientsEnd = createConnection(path);
  trainersEnd = await accepted;
});
afterEach(() => {
  for (const socket of [trainersEnd, clientsEnd]) socket.destroy();
  server.close();
  removeRuntimeDirectory(runtimeDirectory);
});

test("each part of a parent's curve is a message of its own", async () => {
  const parts = [0, 5000, 10_000].map(
    (firstStep): RunEvent => ({ type: "inherited", firstStep, losses: [1], epochs: [] }),
  );
  const messages: RunEvent[][] = [];
  const client = createMessageConnection(
    new SocketMessageReader(clientsEnd),
    new SocketMessageWriter(clientsEnd),
  );
  const received = new Promise<void>((resolve) => {
    client.onNotification(runEvents, (events) => {
      messages.push(events);
      if (messages.flat().length === parts.length) resolve();
    });
  });
  client.listen();
  const listener = new Listener(
    createMessageConnection(new SocketMessageReader(trainersEnd), new SocketMessageWriter(trainersEnd)),
    () => [],
  );
  for (const [place, part] of parts.entries()) listener.deliver(part, place);
  await received;
  listener.dispose();
  expect(messages).toEqual(parts.map((part) => [part]));
});

test("150 events in each second are at most four messages, and one that a user waits for is sent at once", async () => {
  vi.useFakeTimers();
  try {
    const messages: RunEvent[][] = [];
    const sendNotification = async (_: unknown, events: RunEvent[]) => void messages.push(events);
    const listener = new Listener({ sendNotification } as unknown as MessageConnection, () => []);
    for (let place = 0; place < 1500; place++) {
      listener.deliver(warning(place), place);
      await vi.advanceTimersByTimeAsync(1000 / 150);
    }
    expect(messages.length).toBeLessThanOrEqual(10 * 4 + 1);
    listener.deliver({ type: "control", action: "paused", step: 1, epoch: 1, seconds: 1 }, 1500);
    expect(messages.at(-1)?.at(-1)).toMatchObject({ type: "control" });
    expect(messages.flat()).toHaveLength(1501);
    listener.dispose();
  } finally {
    vi.useRealTimers();
  }
});

const warning = (i: number): RunEvent => ({ type: "warning", message: `${i} ${"x".repeat(1000)}` });

test("a listener that reads nothing for a while receives everything, in order, when it reads again", async () => {
  const total = 6000;
  const log: RunEvent[] = [];
  let reads = 0;
  const listener = new Listener(
    createMessageConnection(new SocketMessageReader(trainersEnd), new SocketMessageWriter(trainersEnd)),
    (from) => {
      reads++;
      return log.slice(from);
    },
  );
  const send = (i: number) => {
    log.push(warning(i));
    listener.deliver(log[i], i);
  };
  for (let i = 0; i < total / 2; i++) send(i);
  // While the client reads nothing, at most 1000 events are kept in memory. Further ones are read from the log later.
  expect(listener.unsent).toBeLessThanOrEqual(1000);
  expect(reads).toBe(0);
  let hasCaughtUp = false;
  const caughtUp = listener.caughtUp().then(() => {
    hasCaughtUp = true;
  });
  await new Promise(setImmediate);
  expect(hasCaughtUp).toBe(false);

  const received: RunEvent[] = [];
  const client = createMessageConnection(
    new SocketMessageReader(clientsEnd),
    new SocketMessageWriter(clientsEnd),
  );
  const receivedAll = new Promise<void>((resolve) => {
    client.onNotification(runEvents, (events) => {
      received.push(...events);
      if (log.length < total) send(log.length);
      if (received.length === total) resolve();
    });
  });
  client.listen();
  await receivedAll;
  await caughtUp;
  expect(received).toEqual(log);
  expect(reads).toBeGreaterThan(0);
});

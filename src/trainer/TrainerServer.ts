import { createHash } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import {
  createMessageConnection,
  ErrorCodes,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
  ResponseError,
} from "vscode-jsonrpc";
import { SocketMessageWriter } from "vscode-jsonrpc/node";
import {
  type AttachedRun,
  attachParamsSchema,
  attachRequest,
  controlActionSchema,
  controlRequest,
  identifyParamsSchema,
  identifyRequest,
  logParamsSchema,
  logPiece,
  logRequest,
  stopRequest,
  warningSchema,
  warnRequest,
} from "../protocol/trainerProtocol";
import { eventsFrom } from "../runs/LogParser";
import type { RunEvent } from "../runs/RunEvent";
import { inTurns } from "../runs/turns";
import { Listener } from "./Listener";
import { RunEnding } from "./RunEnding";
import type { TrainingControl } from "./TrainingControl";
import { UnprovenClient } from "./UnprovenClient";

/** Longest time (ms) that the process waits at its end for clients that have not read all events. */
const FLUSH_MS = 3000;

/**
 * Largest number of open connections whose client has not proven that it has the run's token. Further connections are
 * closed at once.
 */
const MOST_UNPROVEN = 32;

/**
 * Largest number of bytes of the log in one message. The memory of a message of this size is freed soon after sending.
 */
const PIECE_BYTES = 64 * 1024;

/** What the server uses of the trainer's run. */
export interface ServedRun {
  id: string;
  token: string;
  /** Number of events in the log when this process began or resumed the run. */
  recordedEvents: number;
  /** Returns the bytes of the log so far. The content of a returned piece never changes. */
  log: () => readonly Buffer[];
  /** Emits a warning, unless the run has ended. */
  warn: (message: string) => void;
}

/**
 * The trainer's side of its connections to any number of clients. After the last client has disconnected, the run
 * continues for the grace period.
 */
export class TrainerServer {
  private readonly listeners = new Map<MessageConnection, Listener>();
  private socketServer: Server | undefined;
  private run: ServedRun | undefined;
  private gracePeriod = 0;
  private grace: NodeJS.Timeout | undefined;
  private sentEvents = 0;
  private readonly unproven = new Set<UnprovenClient>();
  /** Closed connections: the client has disconnected or was refused. */
  private readonly detached = new WeakSet<MessageConnection>();
  private markBegun: () => void = () => {};
  /** Resolves when {@link begin} is called. */
  private readonly begun = new Promise<void>((resolve) => {
    this.markBegun = resolve;
  });
  private markFirst: () => void = () => {};
  /** Resolves when the first event of this process has been delivered to the listeners. */
  private readonly first = new Promise<void>((resolve) => {
    this.markFirst = resolve;
  });

  /** @param ending the server aborts this controller with a {@link RunEnding} to end the run */
  constructor(
    private readonly control: TrainingControl,
    private readonly ending: AbortController,
  ) {}

  /**
   * Accepts connections on a local socket.
   * @param gracePeriod time (s) that the run continues without a client
   * @throws Error that states why the socket cannot be opened
   */
  async listen(path: string, gracePeriod: number): Promise<void> {
    const server = createServer((socket) => this.onConnection(socket));
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(path, resolve));
    // Without this listener, a connection that cannot be accepted would end the process.
    server.on("error", () => {});
    this.socketServer = server;
    this.gracePeriod = gracePeriod;
  }

  /** Serves a client, connected by IPC or by the socket. */
  serve(reader: MessageReader, writer: MessageWriter): MessageConnection {
    const connection = createMessageConnection(reader, writer);
    connection.onRequest(stopRequest, () =>
      this.handle(connection, () => this.ending.abort(new RunEnding("stopped"))),
    );
    connection.onRequest(controlRequest, (action) =>
      this.handle(connection, () => this.control.accept(v.parse(controlActionSchema, action))),
    );
    connection.onRequest(warnRequest, (message) =>
      this.handle(connection, () => this.run?.warn(v.parse(warningSchema, message))),
    );
    connection.onClose(() => this.detach(connection));
    connection.onError(() => this.detach(connection));
    connection.listen();
    return connection;
  }

  /** Begins to send the run's events to `first`. Other clients can attach from now on. */
  begin(run: ServedRun, first: MessageConnection): void {
    this.run = run;
    this.markBegun();
    this.admit(first);
  }

  send(event: RunEvent): void {
    const place = this.run!.recordedEvents + this.sentEvents++;
    for (const listener of this.listeners.values()) listener.deliver(event, place);
    this.markFirst();
  }

  /**
   * Closes the connection of a client that has disconnected or is refused. If this was the last attached client, the
   * grace period begins. The run ends as interrupted if the grace period passes without a client.
   */
  detach(connection: MessageConnection): void {
    this.detached.add(connection);
    connection.dispose();
    this.listeners.get(connection)?.dispose();
    if (!this.listeners.delete(connection) || this.listeners.size > 0) return;
    const interrupt = () => this.ending.abort(new RunEnding("interrupted"));
    if (this.gracePeriod === 0) interrupt();
    else this.grace = setTimeout(interrupt, this.gracePeriod * 1000);
  }

  /**
   * Closes the socket once the operating system has taken every event for every client, at the latest after {@link
   * FLUSH_MS}.
   */
  async close(): Promise<void> {
    const all = Promise.all([...this.listeners.values()].map((listener) => listener.caughtUp()));
    await Promise.race([all, sleep(FLUSH_MS)]);
    this.socketServer?.close();
  }

  private onConnection(socket: Socket): void {
    // Without this listener, a message to a client that has disconnected would end the process.
    socket.on("error", () => {});
    if (this.unproven.size >= MOST_UNPROVEN) {
      socket.destroy();
      return;
    }
    const client = new UnprovenClient(socket);
    this.unproven.add(client);
    socket.once("close", () => this.unproven.delete(client));
    const connection = this.serve(client.reader, new SocketMessageWriter(socket));
    connection.onRequest(identifyRequest, (params) => this.identify(client, connection, params));
    connection.onRequest(attachRequest, (params) => this.attach(client, connection, params));
    connection.onRequest(logRequest, (params) => this.answerLog(connection, params));
  }

  private admit(connection: MessageConnection): void {
    clearTimeout(this.grace);
    const { run } = this;
    this.listeners.set(
      connection,
      new Listener(connection, (from) => eventsFrom(from, inMessages(run!.log()))),
    );
  }

  /**
   * Answers a client's nonce. Waits for {@link begin}, since a client can find this process in the run's folder before
   * {@link begin} is called. Closes the connection after an invalid message or a second nonce.
   */
  private async identify(client: UnprovenClient, connection: MessageConnection, params: unknown) {
    const { success, output } = v.safeParse(identifyParamsSchema, params);
    if (success) await this.begun;
    const answer = success && this.run ? client.prove(this.run.token, output.nonce) : undefined;
    return answer ?? this.closeConnection(connection);
  }

  /**
   * Attaches a client that proves that it has the token, and closes the connection of any other. Waits until the log
   * has an event. All steps after this wait are synchronous, so that no event is missing or sent twice between the log
   * and the later events.
   */
  private async attach(
    client: UnprovenClient,
    connection: MessageConnection,
    params: unknown,
  ): Promise<AttachedRun> {
    const { run } = this;
    const { success, output } = v.safeParse(attachParamsSchema, params);
    if (!run || !success || !client.accept(run.token, output.proof)) return this.closeConnection(connection);
    this.unproven.delete(client);
    if (lengthOf(run.log()) === 0) await this.first;
    if (this.detached.has(connection)) return this.closeConnection(connection);
    this.admit(connection);
    return { id: run.id, pid: process.pid, logBytes: lengthOf(run.log()) };
  }

  /**
   * Sends the part of the log that an attached client has not read from the run's folder. Closes the connection of any
   * other client, and after an invalid message.
   */
  private async answerLog(connection: MessageConnection, params: unknown): Promise<{ from: number }> {
    const { success, output } = v.safeParse(logParamsSchema, params);
    const log = this.run?.log() ?? [];
    if (!success || !this.listeners.has(connection) || output.to > lengthOf(log))
      return this.closeConnection(connection);
    const { from, to, sha256 } = output;
    const isRead = from <= to && (await sha256Of(between(log, 0, from))) === sha256;
    const begin = isRead ? from : 0;
    void this.sendLog(connection, [...between(log, begin, to)]);
    return { from: begin };
  }

  /** Sends the log in pieces, one message after the other, so that a long log is not in memory twice. */
  private async sendLog(connection: MessageConnection, log: readonly Buffer[]): Promise<void> {
    try {
      for (const piece of inMessages(log))
        await connection.sendNotification(logPiece, piece.toString("latin1"));
    } catch {
      // The client has disconnected.
    }
  }

  /**
   * Performs the request of an attached client. Closes the connection of any other client.
   * @returns the answer to the request: undefined for a success, an error for a request that is refused
   */
  private handle(
    connection: MessageConnection,
    action: () => void,
  ): undefined | ResponseError<void> | Promise<never> {
    if (!this.listeners.has(connection)) return this.closeConnection(connection);
    try {
      action();
      return undefined;
    } catch (error) {
      return new ResponseError(ErrorCodes.InvalidRequest, (error as Error).message);
    }
  }

  /** Closes the connection. @returns a promise that never resolves, so that no answer is sent */
  private closeConnection(connection: MessageConnection): Promise<never> {
    this.detach(connection);
    return new Promise(() => {});
  }
}

function lengthOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

/** Yields the bytes from the place `from` up to the place `to`. */
function* between(pieces: readonly Buffer[], from: number, to: number): Generator<Buffer> {
  let place = 0;
  for (const piece of pieces) {
    const part = piece.subarray(Math.max(0, from - place), Math.max(0, to - place));
    if (part.length > 0) yield part;
    place += piece.length;
  }
}

/** SHA-256 of the bytes, in hexadecimal digits. The training goes on meanwhile. */
async function sha256Of(pieces: Iterable<Buffer>): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of inTurns(inMessages(pieces))) hash.update(piece);
  return hash.digest("hex");
}

/** Yields all bytes in messages of at most {@link PIECE_BYTES}. */
function* inMessages(pieces: Iterable<Buffer>): Generator<Buffer> {
  let short: Buffer[] = [];
  let length = 0;
  for (const piece of pieces)
    for (let from = 0; from < piece.length; from += PIECE_BYTES) {
      const part = piece.subarray(from, from + PIECE_BYTES);
      if (length + part.length > PIECE_BYTES) {
        yield Buffer.concat(short);
        short = [];
        length = 0;
      }
      short.push(part);
      length += part.length;
    }
  if (length > 0) yield Buffer.concat(short);
}

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
  logPiece,
  stopRequest,
  warningSchema,
  warnRequest,
} from "../protocol/trainerProtocol";
import { eventsFrom } from "../runs/LogParser";
import type { RunEvent } from "../runs/RunEvent";
import { Listener } from "./Listener";
import { RunEnding } from "./RunEnding";
import type { TrainingControl } from "./TrainingControl";
import { UnprovenClient } from "./UnprovenClient";

/** How long a listener that takes nothing holds up the end of the process. */
const FLUSH_MS = 3000;

/** Connections at once whose clients have not proven themselves yet; further ones are closed. */
const MOST_UNPROVEN = 32;

/** Bytes of a log in one message: short-lived memory of so many is soon free again. */
const PIECE_BYTES = 64 * 1024;

/** The run that a trainer is at work on. */
export interface ServedRun {
  id: string;
  token: string;
  /** Events that its log held before this process. */
  recordedEvents: number;
  /** Its bytes, in pieces that do not change. */
  log: () => readonly Buffer[];
  /** Adds a warning to it. */
  warn: (message: string) => void;
}

/** The trainer's side of the conversation with any number of clients; without any, a run has not long to go. */
export class TrainerServer {
  private readonly listeners = new Map<MessageConnection, Listener>();
  private socketServer: Server | undefined;
  private run: ServedRun | undefined;
  private gracePeriod = 0;
  private grace: NodeJS.Timeout | undefined;
  private sentEvents = 0;
  private readonly unproven = new Set<UnprovenClient>();
  /** Clients that are gone. */
  private readonly detached = new WeakSet<MessageConnection>();
  private tellBegun: () => void = () => {};
  /** Resolves when the run is known. */
  private readonly begun = new Promise<void>((resolve) => {
    this.tellBegun = resolve;
  });
  private tellFirst: () => void = () => {};
  /** Resolves with the first event that is sent. */
  private readonly first = new Promise<void>((resolve) => {
    this.tellFirst = resolve;
  });

  /** @param ending ends the run when aborted, with a {@link RunEnding}. */
  constructor(
    private readonly control: TrainingControl,
    private readonly ending: AbortController,
  ) {}

  /**
   * Takes connections on a local socket.
   * @param gracePeriod seconds for which the run goes on without a listener, as one may come back there
   * @throws Error, why there can be none
   */
  async listen(path: string, gracePeriod: number): Promise<void> {
    const server = createServer((socket) => this.onConnection(socket));
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(path, resolve));
    // A connection that cannot be accepted is the trouble of who wanted it.
    server.on("error", () => {});
    this.socketServer = server;
    this.gracePeriod = gracePeriod;
  }

  /** Talks with a client, whichever way it has come. */
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

  /** From now on tells `first` of the run, and whoever else attaches. */
  begin(run: ServedRun, first: MessageConnection): void {
    this.run = run;
    this.tellBegun();
    this.admit(first);
  }

  send(event: RunEvent): void {
    const place = this.run!.recordedEvents + this.sentEvents++;
    for (const listener of this.listeners.values()) void listener.hear(event, place);
    this.tellFirst();
  }

  /** The client is gone, or as good as gone. */
  detach(connection: MessageConnection): void {
    this.detached.add(connection);
    connection.dispose();
    if (!this.listeners.delete(connection) || this.listeners.size > 0) return;
    const interrupt = () => this.ending.abort(new RunEnding("interrupted"));
    if (this.gracePeriod === 0) interrupt();
    else this.grace = setTimeout(interrupt, this.gracePeriod * 1000);
  }

  /** Resolves when every listener that can still be told has been told everything. */
  async close(): Promise<void> {
    const all = Promise.all([...this.listeners.values()].map((listener) => listener.caughtUp()));
    await Promise.race([all, sleep(FLUSH_MS)]);
    this.socketServer?.close();
  }

  private onConnection(socket: Socket): void {
    // A message on the way to one that goes away.
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
  }

  private admit(connection: MessageConnection): void {
    clearTimeout(this.grace);
    const { run } = this;
    this.listeners.set(
      connection,
      new Listener(connection, (from) => eventsFrom(from, inMessages(run!.log()))),
    );
  }

  /** Once the run is known, which its folder may name before this process has read what it holds. */
  private async identify(client: UnprovenClient, connection: MessageConnection, params: unknown) {
    const { success, output } = v.safeParse(identifyParamsSchema, params);
    if (success) await this.begun;
    const answer = success && this.run ? client.prove(this.run.token, output.nonce) : undefined;
    return answer ?? this.hangUp(connection);
  }

  /** Once the log has begun; then in one step, so that the answer and the events from then on make a whole. */
  private async attach(
    client: UnprovenClient,
    connection: MessageConnection,
    params: unknown,
  ): Promise<AttachedRun> {
    const { run } = this;
    const { success, output } = v.safeParse(attachParamsSchema, params);
    if (!run || !success || !client.accept(run.token, output.proof)) return this.hangUp(connection);
    this.unproven.delete(client);
    if (lengthOf(run.log()) === 0) await this.first;
    if (this.detached.has(connection)) return this.hangUp(connection);
    this.admit(connection);
    const log = run.log();
    void this.sendLog(connection, log);
    return { id: run.id, pid: process.pid, logBytes: lengthOf(log) };
  }

  /** One piece after the other, so that a long log is not in memory a second time. */
  private async sendLog(connection: MessageConnection, log: readonly Buffer[]): Promise<void> {
    try {
      for (const piece of inMessages(log))
        await connection.sendNotification(logPiece, piece.toString("latin1"));
    } catch {
      // The client is gone.
    }
  }

  /** Does what a client asks for, if it may ask. */
  private handle(
    connection: MessageConnection,
    action: () => void,
  ): undefined | ResponseError<void> | Promise<never> {
    if (!this.listeners.has(connection)) return this.hangUp(connection);
    try {
      action();
      return undefined;
    } catch (error) {
      return new ResponseError(ErrorCodes.InvalidRequest, (error as Error).message);
    }
  }

  /** @returns what is no answer */
  private hangUp(connection: MessageConnection): Promise<never> {
    this.detach(connection);
    return new Promise(() => {});
  }
}

function lengthOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

/** The same bytes in pieces of a message's length. */
function* inMessages(pieces: readonly Buffer[]): Generator<Buffer> {
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

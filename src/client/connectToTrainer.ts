import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { createMessageConnection, type MessageConnection } from "vscode-jsonrpc";
import { SocketMessageWriter } from "vscode-jsonrpc/node";
import { isAlive } from "../liveness/isTrainerAlive";
import { killProcess } from "../liveness/processIdentity";
import type { TrainerFile } from "../liveness/trainerFile";
import { connectToSocket } from "../liveness/trainerSocket";
import { BoundedReader } from "../protocol/BoundedReader";
import { isProofOf, newNonce, proofOf } from "../protocol/proofs";
import {
  type AttachedRun,
  attachedRunSchema,
  attachRequest,
  identifyRequest,
  identitySchema,
} from "../protocol/trainerProtocol";
import type { LogReading } from "../runs/LogParser";
import { TrainerLink } from "./TrainerLink";

/** How long a trainer may take to answer, in milliseconds; one that is suspended never does. */
const ANSWER_MS = 10_000;
/** How often to look whether a trainer that has hung up is gone, in milliseconds. */
const RECHECK_MS = 100;

export interface Connected {
  link: TrainerLink;
  run: AttachedRun;
  /** What had happened until then. */
  log: LogReading;
}

/**
 * Connects to a trainer that another process started and attaches to its run; undefined where none can be reached
 * from here and answers now.
 */
export async function connectToTrainer(folder: string, trainer: TrainerFile): Promise<Connected | undefined> {
  const socket = trainer.socket === null ? undefined : await open(trainer.socket);
  if (!socket) return undefined;
  const closed = new Promise<undefined>((resolve) => socket.once("close", () => resolve(undefined)));
  const reader = new BoundedReader(socket);
  const connection = createMessageConnection(reader, new SocketMessageWriter(socket));
  let isLetGo = false;
  const gone = closed.then(() => untilGone(folder, trainer, () => isLetGo));
  const link = new TrainerLink(connection, {
    gone,
    letGo: () => {
      isLetGo = true;
      socket.destroy();
    },
    kill: () => killProcess(trainer, !socket.destroyed),
  });
  const silence = new Silence();
  const answers = attach(connection, reader, trainer.token).then(
    async (run) => run && { run, log: await link.readLog(run.logBytes, () => silence.breakOff()) },
  );
  const answer = await Promise.race([answers.catch(() => undefined), closed, silence.passed]);
  silence.end();
  if (answer) return { link, ...answer };
  link.letGo();
  return undefined;
}

/** A time in which a trainer says nothing. */
class Silence {
  private timer!: NodeJS.Timeout;
  readonly passed = new Promise<undefined>((resolve) => {
    this.timer = setTimeout(() => resolve(undefined), ANSWER_MS).unref();
  });

  breakOff(): void {
    this.timer.refresh();
  }

  end(): void {
    clearTimeout(this.timer);
  }
}

/** Once the trainer has proven that it knows the token. */
async function attach(
  connection: MessageConnection,
  reader: BoundedReader,
  token: string,
): Promise<AttachedRun | undefined> {
  const nonce = newNonce();
  const identity = v.parse(identitySchema, await connection.sendRequest(identifyRequest, { nonce }));
  const nonces = { client: nonce, trainer: identity.nonce };
  if (!isProofOf("trainer", identity.proof, token, nonces)) return undefined;
  // An event is as long as a line of the log may be.
  reader.boundEachMessage(Number.POSITIVE_INFINITY);
  const proof = proofOf("client", token, nonces);
  return v.parse(attachedRunSchema, await connection.sendRequest(attachRequest, { proof }));
}

function open(path: string): Promise<Socket | undefined> {
  const socket = connectToSocket(path);
  return new Promise((resolve) => {
    if (!socket) return resolve(undefined);
    socket.once("connect", () => resolve(socket));
    // Also of a message on the way to a trainer that goes away: the connection closes and tells.
    socket.on("error", () => resolve(undefined));
  });
}

/** @param mayExit whether this process may end while it waits, as nobody needs to know any more */
async function untilGone(folder: string, trainer: TrainerFile, mayExit: () => boolean): Promise<undefined> {
  const look = () => isAlive(folder, trainer, { observe: true, ref: !mayExit() });
  while (await look()) await sleep(RECHECK_MS, undefined, { ref: !mayExit() });
}

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
import type { RunFolder } from "../runs/runsFolder";
import { readAttachedLog } from "./readAttachedLog";
import { TrainerLink } from "./TrainerLink";

/**
 * Time (ms) after which connecting fails if no answer has arrived and no piece of the log was read; a suspended trainer
 * sends no answer.
 */
const ANSWER_TIMEOUT_MS = 10_000;
/** Time (ms) between two checks whether a trainer whose connection is closed is gone. */
const RECHECK_MS = 100;

export interface Connected {
  link: TrainerLink;
  run: AttachedRun;
  /** The log up to the moment of attaching. */
  log: LogReading;
}

/**
 * Connects to a trainer that another process started and attaches to its run.
 * @returns undefined if the trainer cannot be reached from here, does not prove that it has the token, or does not
 * answer in time
 */
export async function connectToTrainer(
  folder: RunFolder,
  trainer: TrainerFile,
): Promise<Connected | undefined> {
  const socket = trainer.socket === null ? undefined : await open(trainer.socket);
  if (!socket) return undefined;
  const closed = new Promise<undefined>((resolve) => socket.once("close", () => resolve(undefined)));
  const reader = new BoundedReader(socket);
  const connection = createMessageConnection(reader, new SocketMessageWriter(socket));
  let isDisconnected = false;
  const gone = closed.then(() => untilGone(folder, trainer, () => isDisconnected));
  const link = new TrainerLink(connection, {
    gone,
    disconnect: () => {
      isDisconnected = true;
      socket.destroy();
    },
    kill: () => killProcess(trainer, !socket.destroyed),
  });
  const timeout = new AnswerTimeout();
  const answers = attach(connection, reader, trainer.token).then(
    async (run) =>
      run && { run, log: await readAttachedLog(folder, link, run.logBytes, () => timeout.restart()) },
  );
  const answer = await Promise.race([answers.catch(() => undefined), closed, timeout.expired]);
  timeout.end();
  if (answer) return { link, ...answer };
  link.disconnect();
  return undefined;
}

/** A timer of {@link ANSWER_TIMEOUT_MS}, which does not keep this process from ending. */
class AnswerTimeout {
  private timer!: NodeJS.Timeout;
  readonly expired = new Promise<undefined>((resolve) => {
    this.timer = setTimeout(() => resolve(undefined), ANSWER_TIMEOUT_MS).unref();
  });

  restart(): void {
    this.timer.refresh();
  }

  end(): void {
    clearTimeout(this.timer);
  }
}

/** Attaches to the run. @returns undefined where the trainer does not prove that it has the token */
async function attach(
  connection: MessageConnection,
  reader: BoundedReader,
  token: string,
): Promise<AttachedRun | undefined> {
  const nonce = newNonce();
  const identity = v.parse(identitySchema, await connection.sendRequest(identifyRequest, { nonce }));
  const nonces = { client: nonce, trainer: identity.nonce };
  if (!isProofOf("trainer", identity.proof, token, nonces)) return undefined;
  // From here on the length of messages has no limit, since an event is as long as its line of the log.
  reader.boundEachMessage(Number.POSITIVE_INFINITY);
  const proof = proofOf("client", token, nonces);
  return v.parse(attachedRunSchema, await connection.sendRequest(attachRequest, { proof }));
}

function open(path: string): Promise<Socket | undefined> {
  const socket = connectToSocket(path);
  return new Promise((resolve) => {
    if (!socket) return resolve(undefined);
    socket.once("connect", () => resolve(socket));
    // `error` is also emitted when the trainer disconnects while a message is being sent; `close` follows.
    socket.on("error", () => resolve(undefined));
  });
}

/**
 * Resolves when the trainer is gone.
 * @param mayExit returns whether this process may end during the wait: true once nobody needs the result
 */
async function untilGone(
  folder: RunFolder,
  trainer: TrainerFile,
  mayExit: () => boolean,
): Promise<undefined> {
  const look = () => isAlive(folder, trainer, { observe: true, ref: !mayExit() });
  while (await look()) await sleep(RECHECK_MS, undefined, { ref: !mayExit() });
}

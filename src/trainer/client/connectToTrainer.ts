import { createConnection, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createMessageConnection } from "vscode-jsonrpc";
import { SocketMessageReader, SocketMessageWriter } from "vscode-jsonrpc/node";
import { isAlive } from "../presence/isTrainerAlive";
import { isTrainerSocket } from "../presence/runtimeDirectory";
import type { TrainerFile } from "../presence/trainerFile";
import { TrainerLink } from "./TrainerLink";

/** How often to look whether a trainer that has hung up is gone. */
const RECHECK_MS = 100;

/** Connects to a trainer that another process started; undefined where none can be reached from here. */
export async function connectToTrainer(
  folder: string,
  trainer: TrainerFile,
): Promise<TrainerLink | undefined> {
  const socket = trainer.socket === null ? undefined : await open(trainer.socket);
  if (!socket) return undefined;
  const closed = new Promise((resolve) => socket.once("close", resolve));
  const gone = closed.then(() => untilGone(folder, trainer));
  const connection = createMessageConnection(
    new SocketMessageReader(socket),
    new SocketMessageWriter(socket),
  );
  return new TrainerLink(connection, gone, () => socket.destroy());
}

function open(path: string): Promise<Socket | undefined> {
  if (!isTrainerSocket(path)) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const socket = createConnection(path, () => resolve(socket));
    // Also of a message on the way to a trainer that goes away: the connection closes and tells.
    socket.on("error", () => resolve(undefined));
  });
}

async function untilGone(folder: string, trainer: TrainerFile): Promise<undefined> {
  while (await isAlive(folder, trainer)) await sleep(RECHECK_MS, undefined, { ref: false });
}

import { randomBytes } from "node:crypto";
import { lstatSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { basename, dirname, join } from "node:path";
import * as l10n from "@vscode/l10n";
import { openRuntimeDirectory, SOCKET } from "./runtimeDirectory";
import { canBeTemporaryDirectory } from "./temporaryDirectory";

/** In bytes: what macOS, whose limit is the lowest, leaves for a socket's path. */
const LONGEST_SOCKET_PATH = 103;

/**
 * Where a trainer can be reached: a socket in its runtime directory, or on Windows a pipe, which has no place among
 * the files.
 * @throws Error, why there can be none
 */
export function socketPath(runtimeDirectory: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === "win32") return `\\\\.\\pipe\\fitting-room-${randomBytes(16).toString("hex")}`;
  const path = join(runtimeDirectory, SOCKET);
  if (Buffer.byteLength(path) > LONGEST_SOCKET_PATH)
    throw new Error(
      l10n.t("the path {0} is longer than the {1} bytes that a socket can have", path, LONGEST_SOCKET_PATH),
    );
  return path;
}

/** Whether a path is a pipe of this machine, named as trainers name theirs. */
export function isTrainerPipe(path: string): boolean {
  return /^\\\\\.\\pipe\\fitting-room-[0-9a-f]{32}$/.test(path);
}

/**
 * Begins to connect to the socket of a trainer of this user, whoever it was that wrote the path down.
 * @returns undefined where the path is no such socket's
 */
export function connectToSocket(path: string): Socket | undefined {
  if (process.platform === "win32") return isTrainerPipe(path) ? createConnection(path) : undefined;
  if (basename(path) !== SOCKET) return undefined;
  // A stranger's files can be laid out anywhere; a socket is made by a live process alone.
  const directory = openRuntimeDirectory(dirname(path), canBeTemporaryDirectory);
  if (!directory) return undefined;
  const inside = join(directory.inside, SOCKET);
  if (!lstatSync(inside, { throwIfNoEntry: false })?.isSocket()) {
    directory[Symbol.dispose]();
    return undefined;
  }
  const socket = createConnection(inside);
  const connection = new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
  void connection.then(() => directory[Symbol.dispose]());
  return socket;
}

import { randomBytes } from "node:crypto";
import { lstatSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { basename, dirname, join } from "node:path";
import * as l10n from "@vscode/l10n";
import { openRuntimeDirectory, SOCKET } from "./runtimeDirectory";
import { canBeTemporaryDirectory } from "./temporaryDirectory";

/** Largest length (bytes) of a socket's path: the limit of macOS, which is the lowest of all systems. */
const LONGEST_SOCKET_PATH = 103;

/**
 * Path of a trainer's socket in its runtime directory; on Windows, the name of a pipe.
 * @throws Error when the path is too long; the message is a clause
 */
export function socketPath(runtimeDirectory: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === "win32") return `\\\\.\\pipe\\fitting-room-${randomBytes(16).toString("hex")}`;
  const path = join(runtimeDirectory, SOCKET);
  if (Buffer.byteLength(path) > LONGEST_SOCKET_PATH)
    throw new Error(
      l10n.t(
        "the path {0} is longer than the {1} bytes that a socket can have; set TMPDIR to a directory with a shorter path",
        path,
        LONGEST_SOCKET_PATH,
      ),
    );
  return path;
}

/** Whether a path is a local pipe with a name that trainers use. */
export function isTrainerPipe(path: string): boolean {
  return /^\\\\\.\\pipe\\fitting-room-[0-9a-f]{32}$/.test(path);
}

/**
 * Begins to connect to the socket of a trainer of this user. Any user may have written the path.
 * @returns undefined if the path does not lead to a socket in a runtime directory of this user, or, on Windows, is not
 * the name of a trainer's pipe
 */
export function connectToSocket(path: string): Socket | undefined {
  if (process.platform === "win32") return isTrainerPipe(path) ? createConnection(path) : undefined;
  if (basename(path) !== SOCKET) return undefined;
  // Unlike a stderr file, a socket may be in the temporary directory of another process: another user can prepare a
  // file with any content, but a socket has no effect without a process that listens on it.
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

/**
 * A trainer's runtime directory: a folder in the system's directory for temporary files that only this user can open.
 * It holds the stderr file and, except on Windows, the socket while the trainer runs. The client makes it.
 */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isTemporaryDirectory, temporaryDirectory } from "./temporaryDirectory";

const PREFIX = "fitting-room-";
export const SOCKET = "socket";
export const STDERR = "stderr";

/** A runtime directory that was checked. */
export interface OpenDirectory extends Disposable {
  /**
   * A path to the directory that was checked. On Linux it stays valid until disposal, even if the original path leads
   * elsewhere later.
   */
  inside: string;
}

/**
 * @returns the path of a new runtime directory; undefined if none can be made, for example on a full disk. A trainer
 * also works without a runtime directory
 */
export function makeRuntimeDirectory(): string | undefined {
  try {
    const path = mkdtempSync(join(temporaryDirectory(), PREFIX));
    using opened = openRuntimeDirectory(path);
    return opened && path;
  } catch {
    return undefined;
  }
}

/** Removes a runtime directory with its socket and its stderr file. Does nothing for any other directory. */
export function removeRuntimeDirectory(path: string): void {
  try {
    using opened = openRuntimeDirectory(path);
    if (!opened) return;
    for (const name of [SOCKET, STDERR]) rmSync(join(opened.inside, name), { force: true });
    rmdirSync(path);
  } catch {
    // Windows does not remove open files. A later call removes them.
  }
}

/** The runtime directory that holds a stderr file. */
export function runtimeDirectoryOf(stderr: string): string {
  return dirname(stderr);
}

/** The path of the stderr file in a runtime directory. */
export function stderrPath(runtimeDirectory: string): string {
  return join(runtimeDirectory, STDERR);
}

/**
 * Opens a runtime directory of this user. The path may come from a file of another user, who can make it lead elsewhere
 * at any moment. The directory is therefore checked once it is open.
 * @param canHold whether a directory may hold runtime directories. Default: this process's temporary directory alone,
 * since another user may have prepared files in any other directory
 * @returns undefined if the path does not lead to a runtime directory of this user
 */
export function openRuntimeDirectory(
  path: string,
  canHold: (directory: string) => boolean = isTemporaryDirectory,
): OpenDirectory | undefined {
  if (!isNameOfRuntimeDirectory(path) || !canHold(dirname(path))) return undefined;
  if (process.platform === "win32") {
    const isDirectory = lstatSync(path, { throwIfNoEntry: false })?.isDirectory();
    return isDirectory ? { inside: path, [Symbol.dispose]() {} } : undefined;
  }
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch {
    return undefined;
  }
  if (!isForThisUserAlone(descriptor)) {
    closeSync(descriptor);
    return undefined;
  }
  // Only Linux has a path that leads to an open descriptor. On other systems the permissions of the parent directory
  // keep other users from replacing this directory.
  const throughDescriptor = `/proc/self/fd/${descriptor}`;
  return {
    inside: process.platform === "linux" && existsSync(throughDescriptor) ? throughDescriptor : path,
    [Symbol.dispose]: () => closeSync(descriptor),
  };
}

function isNameOfRuntimeDirectory(path: string): boolean {
  return path === resolve(path) && /^fitting-room-[A-Za-z0-9]{6}$/.test(basename(path));
}

function isForThisUserAlone(descriptor: number): boolean {
  const { uid, mode } = fstatSync(descriptor);
  return uid === process.geteuid?.() && (mode & 0o077) === 0;
}

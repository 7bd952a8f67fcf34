/**
 * A trainer's runtime directory: a folder in the system's directory for temporary files that only this user can open.
 * It holds the socket and the stderr file while the trainer runs. The client makes it.
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
   * A path to the directory that was checked, even if the original path leads elsewhere by now. Valid until disposed.
   */
  inside: string;
}

/** @returns undefined where none can be made, as on a full disk; a trainer works without one */
export function makeRuntimeDirectory(): string | undefined {
  try {
    const path = mkdtempSync(join(temporaryDirectory(), PREFIX));
    using opened = openRuntimeDirectory(path);
    return opened && path;
  } catch {
    return undefined;
  }
}

/** Removes a runtime directory, and nothing else. */
export function removeRuntimeDirectory(path: string): void {
  try {
    using opened = openRuntimeDirectory(path);
    if (!opened) return;
    for (const name of [SOCKET, STDERR]) rmSync(join(opened.inside, name), { force: true });
    rmdirSync(path);
  } catch {
    // Windows keeps open files. A later call removes them.
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
 * Opens a runtime directory of this user. The path may come from a file of another user, who may make it lead
 * elsewhere at any moment, so that the directory is checked after it is open.
 * @param canHold whether a directory may be the parent. Default: this process's temporary directory alone, since
 * another user may have prepared files in any other
 * @returns undefined where the path does not lead to a runtime directory of this user
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
  // Other systems have no path through a descriptor. There the parent directory keeps other users from replacing this
  // one.
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

/**
 * A trainer's runtime directory: a folder for this user alone, directly in the system's directory for temporary files,
 * with what the trainer shares with its clients as long as it lives. Its client makes it.
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
  /** Leads to the very directory that was checked, whatever its path leads to by now; valid until disposed. */
  inside: string;
}

/** @returns undefined where none can be made, as on a full disk; a trainer can do without. */
export function makeRuntimeDirectory(): string | undefined {
  try {
    const path = mkdtempSync(join(temporaryDirectory(), PREFIX));
    using opened = openRuntimeDirectory(path);
    return opened && path;
  } catch {
    return undefined;
  }
}

/** Leaves alone what is not a runtime directory. */
export function removeRuntimeDirectory(path: string): void {
  try {
    using opened = openRuntimeDirectory(path);
    if (!opened) return;
    for (const name of [SOCKET, STDERR]) rmSync(join(opened.inside, name), { force: true });
    rmdirSync(path);
  } catch {
    // On Windows what is open stays, until the next one tries.
  }
}

/** The runtime directory of the trainer that writes its stderr there. */
export function runtimeDirectoryOf(stderr: string): string {
  return dirname(stderr);
}

/** Where a trainer's stderr goes. */
export function stderrPath(runtimeDirectory: string): string {
  return join(runtimeDirectory, STDERR);
}

/**
 * Opens a runtime directory of this user. The path may come from a stranger's file: another user may make it lead
 * elsewhere at any moment, so that what it leads to is checked once it is open.
 * @param canHold whether a directory may be the one above: by default this process's temporary directory alone, as
 * files below any other may have been laid out by a stranger
 * @returns undefined where the path leads to anything else
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
  // Other systems lead no path through a descriptor; there the directory above allows nobody else to replace this one.
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

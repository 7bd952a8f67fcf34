/**
 * A trainer's runtime directory: a folder for this user alone, in the system's place for temporary files, with what the trainer
 * shares with its clients as long as it lives. Its client makes it.
 */
import { randomBytes } from "node:crypto";
import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readSync,
  rmdirSync,
  rmSync,
  type Stats,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { inLine } from "../../runs/inert";
import { mostTellingLine } from "./mostTellingLine";

const PREFIX = "fitting-room-";
const SOCKET = "socket";
const STDERR = "stderr";

/** In bytes: what macOS, whose limit is the lowest, leaves for a socket's path. */
const LONGEST_SOCKET_PATH = 103;

/** Bytes at the end of a trainer's stderr that are read of it. */
const READ_STDERR = 16_000;
/** Of these the last lines that are kept, and so much of each. */
const KEPT_LINES = 20;
const KEPT_CHARACTERS = 300;

/** @returns undefined where none can be made, as on a full disk; a trainer can do without. */
export function makeRuntimeDirectory(): string | undefined {
  try {
    return mkdtempSync(join(resolve(tmpdir()), PREFIX));
  } catch {
    return undefined;
  }
}

/** Leaves alone what is not a runtime directory. */
export function removeRuntimeDirectory(runtimeDirectory: string): void {
  if (!isRuntimeDirectory(runtimeDirectory)) return;
  try {
    for (const name of [SOCKET, STDERR]) rmSync(join(runtimeDirectory, name), { force: true });
    rmdirSync(runtimeDirectory);
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
 * Where a trainer can be reached: a socket in its runtime directory, or on Windows a pipe, which has no place among the files.
 * @throws Error, why there can be none
 */
export function socketPath(runtimeDirectory: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === "win32") return `\\\\.\\pipe\\${PREFIX}${randomBytes(16).toString("hex")}`;
  const path = join(runtimeDirectory, SOCKET);
  if (Buffer.byteLength(path) > LONGEST_SOCKET_PATH)
    throw new Error(
      `the path ${path} is longer than the ${LONGEST_SOCKET_PATH} bytes that a socket can have`,
    );
  return path;
}

/** Whether a trainer of this user can be at that address, whoever it was that wrote it down. */
export function isTrainerSocket(path: string, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === "win32") return /^\\\\\.\\pipe\\fitting-room-[0-9a-f]{32}$/.test(path);
  return basename(path) === SOCKET && isRuntimeDirectory(dirname(path)) && lookAt(path)?.isSocket() === true;
}

/** What a process said at last, as its stderr has it. */
export interface LastWords {
  /** The line that explains most; undefined where there is none. */
  telling: string | undefined;
  /** The last ones. */
  lines: string[];
}

/** The end of a trainer's stderr, made harmless to whoever shows it. */
export function lastWords(runtimeDirectory: string | undefined): LastWords {
  const path =
    runtimeDirectory && isRuntimeDirectory(runtimeDirectory) ? stderrPath(runtimeDirectory) : undefined;
  if (!path || !lookAt(path)?.isFile()) return { telling: undefined, lines: [] };
  const lines = readEnd(path)
    .split(/\r?\n/)
    .map(harmless)
    .filter((line) => line !== "");
  return { telling: mostTellingLine(lines), lines: lines.slice(-KEPT_LINES) };
}

function harmless(line: string): string {
  const plain = stripVTControlCharacters(line).replaceAll("\t", "  ");
  return inLine(plain).trimEnd().slice(0, KEPT_CHARACTERS);
}

/** Whether a folder is named as runtime directories are and belongs to this user alone. */
function isRuntimeDirectory(path: string): boolean {
  if (!isAbsolute(path) || !/^fitting-room-[A-Za-z0-9]{6}$/.test(basename(path))) return false;
  const found = lookAt(path);
  if (!found?.isDirectory()) return false;
  return process.platform === "win32" || (found.uid === process.getuid?.() && (found.mode & 0o077) === 0);
}

/** What is there itself, not what it links to. */
function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

function readEnd(path: string): string {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, READ_STDERR));
    const length = readSync(file, bytes, { position: size - bytes.length });
    return bytes.toString("utf8", 0, length);
  } finally {
    closeSync(file);
  }
}

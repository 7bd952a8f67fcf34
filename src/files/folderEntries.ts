/** The entries of a folder that was checked: what is read of them by a path that leads to that folder. */
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  opendirSync,
  openSync,
  readSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { checkOpened, noFile } from "./fileKind";
import { O_NOFOLLOW, O_NONBLOCK } from "./reachFolder";
import { UnsafeFileError } from "./UnsafeFileError";

/** Bytes in one read; Node's limit is 2 GiB. */
const MOST_AT_ONCE = 2 ** 30;

/** Matches a name that is a path. A backslash separates folders on Windows only; elsewhere a name may hold it. */
const leadsElsewhere = process.platform === "win32" ? /[/\\:\0]/ : /[/\0]/;

/** A file that is open, and its stats. The one who opens it closes `file`. */
export interface OpenedFile {
  file: number;
  stats: BigIntStats;
}

/** @throws UnsafeFileError for a name that leads out of the folder */
export function checkedName(name: string): string {
  if (name === "" || name === "." || name === ".." || leadsElsewhere.test(name))
    throw new UnsafeFileError(JSON.stringify(name), l10n.t("not the name of a file"));
  return name;
}

/** The names of the entries: at most `most + 1` names, the last of which shows that there are more. */
export function namesIn(path: string, most: number): string[] {
  const names: string[] = [];
  const folder = opendirSync(path, { bufferSize: 1024 });
  try {
    for (let entry = folder.readSync(); entry; entry = folder.readSync()) {
      if (names.push(entry.name) > most) break;
    }
  } finally {
    folder.closeSync();
  }
  return names;
}

/** The stats of those names that exist. */
export function entriesIn(path: string, names: readonly string[]): [name: string, stats: BigIntStats][] {
  return names.map(checkedName).flatMap((name): [string, BigIntStats][] => {
    const stats = lookAt(join(path, name));
    return stats ? [[name, stats]] : [];
  });
}

/** Opens a file of a folder that was checked. */
export function openIn(folder: string, name: string, flags: number): OpenedFile {
  const path = join(folder, checkedName(name));
  const looked = lstatSync(path, { bigint: true });
  const error = noFile(name, looked);
  if (error) throw error;
  const file = openSync(path, flags | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = fstatSync(file, { bigint: true });
    checkOpened(name, looked, stats);
    return { file, stats };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** The last bytes of a file of a folder that was checked; undefined where it cannot be read. */
export function endIn(folder: string, name: string, most: number): Buffer | undefined {
  try {
    return readLast(openIn(folder, name, constants.O_RDONLY), most);
  } catch {
    return undefined;
  }
}

/** Reads the last bytes of an opened file, and closes it. */
export function readLast({ file, stats }: OpenedFile, most: number): Buffer {
  try {
    const bytes = Buffer.alloc(Math.min(Number(stats.size), most));
    return bytes.subarray(0, readSync(file, bytes, { position: Number(stats.size) - bytes.length }));
  } finally {
    closeSync(file);
  }
}

/** The stats of an entry; of a link itself, not of its target. Undefined where the entry does not exist. */
export function lookAt(path: string): BigIntStats | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

/** At most `size` bytes from the beginning of a file; fewer where the file has become shorter. */
export function readUpTo(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const taken = readSync(file, bytes, length, Math.min(size - length, MOST_AT_ONCE), length);
    if (taken === 0) break;
    length += taken;
  }
  return bytes.subarray(0, length);
}

/** Removes a file or a link, if it exists. */
export function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

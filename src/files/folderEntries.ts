/** Access to the entries of a folder by a path that leads to it. The caller has checked the folder. */
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  opendirSync,
  openSync,
  readdirSync,
  readSync,
  unlinkSync,
} from "node:fs";
import { join, sep } from "node:path";
import * as l10n from "@vscode/l10n";
import { checkOpened, noFile } from "./fileKind";
import { O_NOFOLLOW, O_NONBLOCK } from "./reachFolder";
import { UnsafeFileError } from "./UnsafeFileError";

/** Largest number of bytes in one read. Node refuses 2 GiB and more. */
const MOST_AT_ONCE = 2 ** 30;

/** Matches a name that is a path or holds a NUL character. Only on Windows do `\` and `:` make a name a path. */
const leadsElsewhere = process.platform === "win32" ? /[/\\:\0]/ : /[/\0]/;

/** An open file and its stats. */
export interface OpenedFile {
  /** The descriptor. The code that opened the file closes it. */
  file: number;
  stats: BigIntStats;
}

/**
 * @returns `name`
 * @throws UnsafeFileError for a path, an empty name, `.`, `..`, and a name with a NUL character
 */
export function checkedName(name: string): string {
  if (name === "" || name === "." || name === ".." || leadsElsewhere.test(name))
    throw new UnsafeFileError(JSON.stringify(name), l10n.t("not the name of a file"));
  return name;
}

/** At most `most + 1` names of entries. `most + 1` names mean that the folder has more than `most` entries. */
export function namesIn(path: string | Buffer, most: number): string[] {
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

/** The character that Node.js reads in place of bytes that are no valid UTF-8. */
export const UNDECODABLE = "\ufffd";

/**
 * The entries of a folder whose names are no valid UTF-8, and so lead to nothing as text, with the names of at most
 * `most` entries in each: empty for an entry that is no folder or cannot be read. Each undecodable sequence of bytes in
 * a name is read as U+FFFD.
 */
export function misnamedIn(path: string, most: number): { name: string; names: string[] }[] {
  return readdirSync(path, { encoding: "buffer" }).flatMap((bytes) => {
    const name = bytes.toString();
    if (Buffer.from(name).equals(bytes)) return [];
    return { name, names: namesBelow(Buffer.concat([Buffer.from(path + sep), bytes]), most) };
  });
}

function namesBelow(path: Buffer, most: number): string[] {
  try {
    return lstatSync(path).isDirectory() ? namesIn(path, most - 1) : [];
  } catch {
    return [];
  }
}

/** The stats of the named entries that exist; of a link itself, not of its target. */
export function entriesIn(path: string, names: readonly string[]): [name: string, stats: BigIntStats][] {
  return names.map(checkedName).flatMap((name): [string, BigIntStats][] => {
    const stats = lookAt(join(path, name));
    return stats ? [[name, stats]] : [];
  });
}

/**
 * Opens a file.
 * @throws UnsafeFileError for an entry that is not a regular file, for a file with hard links, and for a file that is
 * replaced by another one during the call; Error of the file system
 */
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

/** The last bytes of a file, at most `most`; undefined where the file cannot be read. */
export function endIn(folder: string, name: string, most: number): Buffer | undefined {
  try {
    return readLast(openIn(folder, name, constants.O_RDONLY), most);
  } catch {
    return undefined;
  }
}

/** Reads the last bytes of an open file, at most `most`, and closes the file. */
export function readLast({ file, stats }: OpenedFile, most: number): Buffer {
  try {
    const size = Number(stats.size);
    return readUpTo(file, Math.min(size, most), Math.max(0, size - most));
  } finally {
    closeSync(file);
  }
}

/** The stats of the entry at `path`, as {@link Folder.look} returns them. */
export function lookAt(path: string): BigIntStats | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

/** `size` bytes of an open file from the offset `position` (bytes); fewer if the file ends earlier. */
export function readUpTo(file: number, size: number, position = 0): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const taken = readSync(file, bytes, length, Math.min(size - length, MOST_AT_ONCE), position + length);
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

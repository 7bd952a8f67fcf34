import { randomBytes } from "node:crypto";
import {
  type BigIntStats,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  opendirSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { checkOpened, isSameFile, noFile, noFolder } from "./fileKind";
import { UnsafeFileError } from "./UnsafeFileError";

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR } = constants;
/** Flags that a system does not have are not needed there: Windows has no pipes among its files. */
const { O_DIRECTORY = 0, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>;
/** Whether a path can lead through a descriptor of this process. */
export const canReachByDescriptor = process.platform === "linux" && existsSync("/proc/self/fd");

/** A folder of more is a stranger's; the names of so many are read within 50 ms. */
const MOST_ENTRIES = 40_000;

/** Bytes; Node takes less than 2 GiB in one reading. */
const MOST_AT_ONCE = 2 ** 30;

/** Elsewhere than on Windows a backslash is a character like others, and a folder may have such names. */
const leadsElsewhere = process.platform === "win32" ? /[/\\:\0]/ : /[/\0]/;

/** How `replace` names what it writes before that is whole. */
const PARTIAL = /^(.+)\.[0-9a-f]{16}\.partial$/;

/**
 * A folder whose entries are reached by name, and never through a link: neither the folder nor an entry may be one,
 * and a file may have no other names. What is opened is checked by its descriptor. On Linux an entry is reached through
 * the folder's descriptor, so that nobody can put another folder in its place meanwhile; elsewhere the folder is looked
 * at before and after.
 *
 * Every method throws UnsafeFileError for what is no such folder or file, and Error of the file system. A name that is
 * a path is refused.
 */
export class Folder {
  /** Where it was when it was opened, without links in it. */
  protected readonly place: string;

  /** @param path its last part must not be a link when the folder is used; those before it are followed now */
  constructor(path: string) {
    const absolute = resolve(path);
    this.place = join(realpathSync(dirname(absolute)), basename(absolute));
  }

  /** Without links in it. */
  get path(): string {
    return this.place;
  }

  /** A folder in this one, whether it is there or not. */
  folder(name: string): Folder {
    return Object.create(Folder.prototype, {
      place: { value: join(this.path, checkedName(name)), enumerable: true },
    });
  }

  /** @throws UnsafeFileError when it is none; Error of the file system when it is not there */
  check(): void {
    this.within(() => undefined);
  }

  /** Whether the folder, or a link or a file in its place, is there. */
  get exists(): boolean {
    return lstatSync(this.path, { throwIfNoEntry: false }) !== undefined;
  }

  /** Of the folder itself. */
  get stats(): BigIntStats {
    return this.within((path) => statSync(path, { bigint: true }));
  }

  /** Makes a folder in this one. @returns it */
  makeFolder(name: string): Folder {
    this.within((path) => mkdirSync(join(path, checkedName(name))));
    return this.folder(name);
  }

  /**
   * Makes a folder in this one that is there with all of its files or not at all.
   * @returns whether there was none of the name
   */
  makeFolderWith(name: string, files: Readonly<Record<string, string>>): boolean {
    if (this.look(name)) return false;
    const partial = `.${checkedName(name)}.${randomBytes(8).toString("hex")}.partial`;
    const folder = this.makeFolder(partial);
    try {
      for (const [file, content] of Object.entries(files)) folder.create(file, content);
      this.within((path) => renameSync(join(path, partial), join(path, name)));
      return true;
    } catch (error) {
      for (const file of Object.keys(files)) folder.remove(file);
      this.within((path) => rmdirSync(join(path, partial)));
      if (this.look(name)) return false;
      throw error;
    }
  }

  /** The names of what is in it, in no order. @param most entries; a folder of more is refused */
  names(most = MOST_ENTRIES): string[] {
    const names = this.within((path) => namesIn(path, most));
    if (names.length > most)
      throw new UnsafeFileError(this.path, l10n.t("a folder of more than {0} entries", most));
    return names;
  }

  /** What is there of some names, as {@link look} sees it. */
  entries(names: readonly string[]): [name: string, stats: BigIntStats][] {
    return this.within((path) =>
      names.map(checkedName).flatMap((name): [string, BigIntStats][] => {
        const stats = lookAt(join(path, name));
        return stats ? [[name, stats]] : [];
      }),
    );
  }

  /** What a name stands for itself, not what it links to; undefined of what is not there. */
  look(name: string): BigIntStats | undefined {
    return this.within((path) => lookAt(join(path, checkedName(name))));
  }

  /** @throws UnsafeFileError unless the name stands for a file of one name or for nothing */
  checkFile(name: string): void {
    const stats = this.look(name);
    const error = stats && noFile(name, stats);
    if (error) throw error;
  }

  /** @returns a descriptor for reading, to be closed, and what it is of */
  open(name: string): { file: number; stats: BigIntStats } {
    return this.openAs(name, O_RDONLY);
  }

  /**
   * @param most bytes that are read; a longer file is refused
   * @returns the whole file
   */
  read(name: string, most: number): Buffer {
    return this.readWithStats(name, most).bytes;
  }

  /** As {@link read}, and what was read from. */
  readWithStats(name: string, most: number): { bytes: Buffer; stats: BigIntStats } {
    const { file, stats } = this.open(name);
    try {
      if (stats.size > most) throw new UnsafeFileError(name, l10n.t("longer than {0} bytes", most));
      return { bytes: readUpTo(file, Number(stats.size)), stats };
    } finally {
      closeSync(file);
    }
  }

  /** @returns the first bytes of a file, at most so many */
  readBeginning(name: string, most: number): Buffer {
    const { file, stats } = this.open(name);
    try {
      return readUpTo(file, Math.min(Number(stats.size), most));
    } finally {
      closeSync(file);
    }
  }

  /** @returns the last bytes of a file, at most so many */
  readEnd(name: string, most: number): Buffer {
    const { file, stats } = this.open(name);
    try {
      const bytes = Buffer.alloc(Math.min(Number(stats.size), most));
      return bytes.subarray(0, readSync(file, bytes, { position: Number(stats.size) - bytes.length }));
    } finally {
      closeSync(file);
    }
  }

  /** @returns a descriptor for reading and for writing at the end, to be closed; of a new file where there is none */
  openToAppend(name: string): number {
    if (this.look(name)) return this.openAs(name, O_RDWR | O_APPEND).file;
    return this.within((path) =>
      openSync(join(path, name), O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666),
    );
  }

  /** Makes a file, which must not be there. @param mode as the system's mask leaves it */
  create(name: string, content: Uint8Array | string, mode = 0o666): void {
    this.within((path) => {
      const file = openSync(join(path, checkedName(name)), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
      try {
        writeFileSync(file, content);
      } finally {
        closeSync(file);
      }
    });
  }

  /**
   * Puts a file in the place of what is there, at once whole: it is written under a random name, flushed and renamed.
   * @param options `mode` of the file, whatever the system's mask, which decides when it is left out; `beforeWriting`
   *   throws where the file may not be put there any more; it is asked again before the renaming, as flushing takes long
   */
  replace(
    name: string,
    content: Uint8Array | string,
    { mode, beforeWriting }: { mode?: number; beforeWriting?: () => void } = {},
  ): void {
    beforeWriting?.();
    this.removeAbandoned(name);
    const partial = `${checkedName(name)}.${randomBytes(8).toString("hex")}.partial`;
    this.within((path) => {
      const file = openSync(join(path, partial), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode ?? 0o666);
      try {
        try {
          if (mode !== undefined) fchmodSync(file, mode);
          writeFileSync(file, content);
          fsyncSync(file);
        } finally {
          closeSync(file);
        }
        beforeWriting?.();
        renameSync(join(path, partial), join(path, name));
      } catch (error) {
        removeIfThere(join(path, partial));
        throw error;
      }
    });
  }

  /** Removes a file or a link, and leaves what the link leads to; does nothing where there is none. */
  remove(name: string): void {
    this.within((path) => removeIfThere(join(path, checkedName(name))));
  }

  /** Sets a file's times to now. */
  touch(name: string): void {
    const { file } = this.openAs(name, O_RDONLY);
    try {
      const now = new Date();
      futimesSync(file, now, now);
    } finally {
      closeSync(file);
    }
  }

  /** What processes left that died while they wrote: of one file, or of any. */
  removeAbandoned(name?: string): void {
    for (const found of this.names()) {
      const [, of] = found.match(PARTIAL) ?? [];
      if (of !== undefined && (name === undefined || of === name)) this.remove(found);
    }
  }

  private openAs(name: string, flags: number): { file: number; stats: BigIntStats } {
    return this.within((folder) => {
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
    });
  }

  /** @param use takes a path that leads to the very folder that was checked */
  protected within<T>(use: (path: string) => T): T {
    if (canReachByDescriptor)
      return throughDescriptor(this.path, this.path, (path) => {
        if (readlinkSync(path) !== this.path) throw anotherFolder(this.path);
        return use(path);
      });
    checkFolder(this.path, this.path);
    this.checkPlace();
    const result = use(this.path);
    this.checkPlace();
    return result;
  }

  /** One of those that the folder is in may have become a link. */
  private checkPlace(): void {
    if (realpathSync(this.path) !== this.path) throw anotherFolder(this.path);
  }
}

/**
 * Opens a folder while it is used.
 * @param path leads to it
 * @param name as the user knows it
 * @param use takes a path that leads to the very folder that was checked
 */
export function throughDescriptor<T>(path: string, name: string, use: (path: string) => T): T {
  const looked = checkFolder(path, name);
  const descriptor = openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  try {
    if (!isSameFile(looked, fstatSync(descriptor, { bigint: true }))) throw anotherFolder(name);
    return use(`/proc/self/fd/${descriptor}`);
  } finally {
    closeSync(descriptor);
  }
}

function checkFolder(path: string, name: string): BigIntStats {
  const stats = lstatSync(path, { bigint: true });
  const error = noFolder(name, stats);
  if (error) throw error;
  return stats;
}

export function anotherFolder(name: string): UnsafeFileError {
  return new UnsafeFileError(name, l10n.t("another folder than a moment ago"));
}

/** @throws UnsafeFileError for what would lead elsewhere */
export function checkedName(name: string): string {
  if (name === "" || name === "." || name === ".." || leadsElsewhere.test(name))
    throw new UnsafeFileError(JSON.stringify(name), l10n.t("not the name of a file"));
  return name;
}

/** One more than `most` where there are more. */
function namesIn(path: string, most: number): string[] {
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

function lookAt(path: string): BigIntStats | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

/** At most so many bytes from its beginning; fewer where the file has become shorter. */
function readUpTo(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const taken = readSync(file, bytes, length, Math.min(size - length, MOST_AT_ONCE), length);
    if (taken === 0) break;
    length += taken;
  }
  return bytes.subarray(0, length);
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

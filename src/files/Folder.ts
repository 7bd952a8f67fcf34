import { randomBytes } from "node:crypto";
import {
  type BigIntStats,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { noFile } from "./fileKind";
import {
  checkedName,
  endIn,
  entriesIn,
  lookAt,
  namesIn,
  type OpenedFile,
  openIn,
  readLast,
  readUpTo,
  removeIfThere,
} from "./folderEntries";
import {
  anotherFolder,
  canReachByDescriptor,
  checkFolder,
  O_NOFOLLOW,
  throughDescriptor,
} from "./reachFolder";
import { UnsafeFileError } from "./UnsafeFileError";

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR } = constants;

/** Number of entries above which a folder is refused. The names of this many entries are read within 50 ms. */
const MOST_ENTRIES = 40_000;

/** Names of the temporary files that `replace` writes. */
const PARTIAL = /^(.+)\.[0-9a-f]{16}\.partial$/;

/**
 * A folder whose entries are reached by name, and never through a link: the folder and its entries must not be links,
 * and a file must not have hard links. An opened entry is checked by its descriptor. On Linux an entry is reached
 * through the folder's descriptor, so that a folder that replaces it is never used. On other systems the folder is
 * checked before and after.
 *
 * A method that opens an entry throws UnsafeFileError for one of another kind, and Error of the file system. `look` and
 * `entries` only report the kind. `remove` removes a link and keeps its target. A name that is a path is refused.
 */
export class Folder {
  /** The folder's path when it was opened, without links in it. */
  protected readonly place: string;

  /** @param path its last part must not be a link when the folder is used; links before it are followed now */
  constructor(path: string) {
    const absolute = resolve(path);
    this.place = join(realpathSync(dirname(absolute)), basename(absolute));
  }

  /** The folder's path, without links in it. */
  get path(): string {
    return this.place;
  }

  /** A folder in this one. It need not exist. */
  folder(name: string): Folder {
    return Object.create(Folder.prototype, {
      place: { value: join(this.path, checkedName(name)), enumerable: true },
    });
  }

  /** @throws UnsafeFileError when it is not a folder; Error of the file system when it does not exist */
  check(): void {
    this.within(() => undefined);
  }

  /** Whether the folder, or a link or file in its place, exists. */
  get exists(): boolean {
    return lstatSync(this.path, { throwIfNoEntry: false }) !== undefined;
  }

  /** Stats of the folder itself. */
  get stats(): BigIntStats {
    return this.within((path) => statSync(path, { bigint: true }));
  }

  /** Makes a folder in this one. @returns it */
  makeFolder(name: string): Folder {
    this.within((path) => mkdirSync(join(path, checkedName(name))));
    return this.folder(name);
  }

  /**
   * Makes a folder with files in it, atomically.
   * @returns false when the name exists already
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

  /**
   * Moves a folder of this one into another folder, atomically.
   * @returns false when the new name exists there already
   */
  moveFolder(name: string, target: Folder, newName: string): boolean {
    return this.within((from) => {
      checkFolder(join(from, checkedName(name)), name);
      return target.within((to) => {
        if (lookAt(join(to, checkedName(newName)))) return false;
        renameSync(join(from, name), join(to, newName));
        return true;
      });
    });
  }

  /** Removes a folder of this one with all that is in it; keeps the targets of links. */
  removeFolder(name: string): void {
    this.within((path) => {
      checkFolder(join(path, checkedName(name)), name);
      rmSync(join(path, name), { recursive: true });
    });
  }

  /** The names of the entries, in no order. @param most number of entries; a longer folder is refused */
  names(most = MOST_ENTRIES): string[] {
    const names = this.within((path) => namesIn(path, most));
    if (names.length > most)
      throw new UnsafeFileError(this.path, l10n.t("a folder of more than {0} entries", most));
    return names;
  }

  /** The stats of those names that exist, as {@link look} returns them. */
  entries(names: readonly string[]): [name: string, stats: BigIntStats][] {
    return this.within((path) => entriesIn(path, names));
  }

  /**
   * The folder's own stats, those of {@link entries}, and the last bytes of one of them, at most `most`, if it is a
   * file that can be read.
   */
  survey(
    names: readonly string[],
    end?: { of: string; most: number },
  ): { folder: BigIntStats; entries: Map<string, BigIntStats>; end?: Buffer } {
    return this.within((path) => {
      const entries = new Map(entriesIn(path, names));
      return {
        folder: statSync(path, { bigint: true }),
        entries,
        ...(end && entries.has(end.of) && { end: endIn(path, end.of, end.most) }),
      };
    });
  }

  /** The stats of an entry; of a link itself, not of its target. Undefined where the entry does not exist. */
  look(name: string): BigIntStats | undefined {
    return this.within((path) => lookAt(join(path, checkedName(name))));
  }

  /** @throws UnsafeFileError when the entry exists and is not a file, or has hard links */
  checkFile(name: string): void {
    const stats = this.look(name);
    const error = stats && noFile(name, stats);
    if (error) throw error;
  }

  /** @returns a descriptor for reading, which the caller closes, and the file's stats */
  open(name: string): OpenedFile {
    return this.openAs(name, O_RDONLY);
  }

  /**
   * @param most bytes; a longer file is refused
   * @returns the whole file
   */
  read(name: string, most: number): Buffer {
    return this.readWithStats(name, most).bytes;
  }

  /** As {@link read}, with the file's stats. */
  readWithStats(name: string, most: number): { bytes: Buffer; stats: BigIntStats } {
    const { file, stats } = this.open(name);
    try {
      if (stats.size > most) throw new UnsafeFileError(name, l10n.t("longer than {0} bytes", most));
      return { bytes: readUpTo(file, Number(stats.size)), stats };
    } finally {
      closeSync(file);
    }
  }

  /** @returns the first bytes of a file, at most `most` */
  readBeginning(name: string, most: number): Buffer {
    const { file, stats } = this.open(name);
    try {
      return readUpTo(file, Math.min(Number(stats.size), most));
    } finally {
      closeSync(file);
    }
  }

  /** @returns the last bytes of a file, at most `most` */
  readEnd(name: string, most: number): Buffer {
    return readLast(this.open(name), most);
  }

  /** @returns a descriptor for reading and for appending, which the caller closes. A missing file is made */
  openToAppend(name: string): number {
    if (this.look(name)) return this.openAs(name, O_RDWR | O_APPEND).file;
    return this.within((path) =>
      openSync(join(path, name), O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666),
    );
  }

  /** Makes a file that must not exist. @param mode before the system's mask is applied */
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
   * Replaces a file atomically: the content is written under a random name, flushed and renamed.
   * @param options `mode` of the file, without the system's mask; default: the mask decides. `beforeWriting` throws
   * when the file must not be written any more. It is called again before the renaming, as flushing takes long
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

  /** Removes a file or a link; keeps the link's target. Does nothing where the entry does not exist. */
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

  /** Removes temporary files of processes that ended while they wrote: those of one file, or all. */
  removeAbandoned(name?: string): void {
    for (const found of this.names()) {
      const [, of] = found.match(PARTIAL) ?? [];
      if (of !== undefined && (name === undefined || of === name)) this.remove(found);
    }
  }

  private openAs(name: string, flags: number): OpenedFile {
    return this.within((folder) => openIn(folder, name, flags));
  }

  /** @param use called with a path that leads to the folder that was checked */
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

  /** A folder around this one may have become a link. */
  private checkPlace(): void {
    if (realpathSync(this.path) !== this.path) throw anotherFolder(this.path);
  }
}

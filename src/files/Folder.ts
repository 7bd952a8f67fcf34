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
  misnamedIn,
  namesIn,
  type OpenedFile,
  openIn,
  readLast,
  readUpTo,
  removeIfThere,
} from "./folderEntries";
import { nameOfPartial, partialName } from "./partialName";
import {
  anotherFolder,
  canReachByDescriptor,
  checkFolder,
  O_NOFOLLOW,
  throughDescriptor,
} from "./reachFolder";
import { UnsafeFileError } from "./UnsafeFileError";

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR } = constants;

/** Default of `most` in {@link Folder.names}. The names of this many entries are read in about 50 ms. */
const MOST_ENTRIES = 40_000;

/**
 * Age (ms) above which a temporary folder of {@link Folder.makeFolderWith} counts as abandoned. A running process
 * renames the folder within milliseconds, so the process that made an older one was killed.
 */
const ABANDONED_AFTER_MS = 3_600_000;

/**
 * A folder whose entries are reached by name, and never through a link: the folder and its entries must not be links,
 * and a file must not have hard links. An opened entry is checked by its descriptor. On Linux an entry is reached
 * through the folder's descriptor, so that another folder put in this one's place is never used. On other systems, and
 * on a Linux without `/proc`, the folder's path is checked before and after each access.
 *
 * Methods throw UnsafeFileError for an entry of an unexpected kind and for a name that is a path. They also throw Error
 * of the file system. `look`, `entries` and `survey` refuse no kind of entry: the stats show the kind. `remove` also
 * removes a link.
 */
export class Folder {
  /** The folder's absolute path when this object was made, with the links before its last part resolved. */
  protected readonly place: string;

  /**
   * @param path links before its last part are resolved here; its last part must not be a link when the folder is used
   * @throws Error of the file system, for example if the parent folder does not exist
   */
  constructor(path: string) {
    const absolute = resolve(path);
    this.place = join(realpathSync(dirname(absolute)), basename(absolute));
  }

  /** The folder's path. For a folder that {@link holdFolder} keeps open on Linux, its new path after it was renamed. */
  get path(): string {
    return this.place;
  }

  /** Closes the descriptor of a folder that {@link holdFolder} keeps open. The next use opens the folder again. */
  close(): void {}

  /** The folder `name` in this one. It need not exist. */
  folder(name: string): Folder {
    return Object.create(Folder.prototype, {
      place: { value: join(this.path, checkedName(name)), enumerable: true },
    });
  }

  /**
   * @throws UnsafeFileError if a link or anything but a folder is at the path, or if a folder above it has become a
   * link; Error of the file system, for example if nothing exists there
   */
  check(): void {
    this.within(() => undefined);
  }

  /** True if the folder exists, or any other entry in its place, such as a link or a file. */
  get exists(): boolean {
    return lstatSync(this.path, { throwIfNoEntry: false }) !== undefined;
  }

  get stats(): BigIntStats {
    return this.within((path) => statSync(path, { bigint: true }));
  }

  /** Makes a folder in this one. @returns the new folder */
  makeFolder(name: string): Folder {
    this.within((path) => mkdirSync(join(path, checkedName(name))));
    return this.folder(name);
  }

  /**
   * Makes a folder with files in it, atomically.
   * @param files content of each file by its name
   * @returns false when the name exists already
   */
  makeFolderWith(name: string, files: Readonly<Record<string, string>>): boolean {
    if (this.look(name)) return false;
    const partial = partialName(`.${checkedName(name)}`);
    const folder = this.makeFolder(partial);
    this.removeAbandonedFolders(partial, Object.keys(files));
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
   * Moves the folder `name` of this folder into `target` as `newName`, atomically.
   * @returns false if `target` already has an entry `newName`; nothing is moved then
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

  /** Removes the folder `name` with everything in it. Of a link in it, only the link is removed. */
  removeFolder(name: string): void {
    this.within((path) => {
      checkFolder(join(path, checkedName(name)), name);
      rmSync(join(path, name), { recursive: true });
    });
  }

  /**
   * The names of the entries, in no particular order.
   * @throws UnsafeFileError for a folder of more than `most` entries
   */
  names(most = MOST_ENTRIES): string[] {
    const names = this.within((path) => namesIn(path, most));
    if (names.length > most)
      throw new UnsafeFileError(this.path, l10n.t("a folder of more than {0} entries", most));
    return names;
  }

  /**
   * The entries that no method can reach, since their names are no valid UTF-8, with at most `most` names in each; see
   * {@link misnamedIn}.
   */
  misnamed(most: number): ReturnType<typeof misnamedIn> {
    return this.within((path) => misnamedIn(path, most));
  }

  /** The names of at most `most` entries, in no particular order. */
  someNames(most: number): string[] {
    return this.within((path) => namesIn(path, most - 1));
  }

  /** The stats, as {@link look} returns them, of the named entries that exist. */
  entries(names: readonly string[]): [name: string, stats: BigIntStats][] {
    return this.within((path) => entriesIn(path, names));
  }

  /**
   * The folder's stats, the stats of the named entries that exist, and the last bytes (at most `end.most`) of the entry
   * `end.of`, which must be one of `names`. The result's `end` is undefined if the entry cannot be read. The result has
   * no member `end` if the entry does not exist, or if no `end` was requested.
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

  /** @throws UnsafeFileError when the entry exists and is not a regular file or has hard links */
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
   * @returns the whole file
   * @throws UnsafeFileError for a file of more than `most` bytes
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

  /**
   * Opens a file, or makes it if it is missing. @returns a descriptor for reading and appending, which the caller
   * closes
   */
  openToAppend(name: string): number {
    if (this.look(name)) return this.openAs(name, O_RDWR | O_APPEND).file;
    return this.within((path) =>
      openSync(join(path, name), O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666),
    );
  }

  /**
   * Makes a file. If its content cannot be written, the file is removed again.
   * @param mode permissions; those of the process's umask are taken away
   * @throws Error of the file system with the code EEXIST if the entry exists
   */
  create(name: string, content: Uint8Array | string, mode = 0o666): void {
    this.within((path) => {
      const file = openSync(join(path, checkedName(name)), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
      try {
        writeFileSync(file, content);
      } catch (error) {
        // On a full disk, the file exists by now, empty or with a part of its content.
        removeIfThere(join(path, name));
        throw error;
      } finally {
        closeSync(file);
      }
    });
  }

  /**
   * Replaces a file, or makes a missing one, atomically: the content is written under a random name, flushed to the
   * disk and renamed.
   * @param options `mode`: the file's permissions, whatever the umask is; default: 0o666 less the umask.
   * `beforeWriting` throws if the file must not be written any more. It is called before the content is written, and
   * again before the renaming, since flushing can take long
   */
  replace(
    name: string,
    content: Uint8Array | string,
    { mode, beforeWriting }: { mode?: number; beforeWriting?: () => void } = {},
  ): void {
    beforeWriting?.();
    this.removeAbandoned(name);
    const partial = partialName(checkedName(name));
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

  /** Sets a file's access time and modification time to now. */
  touch(name: string): void {
    const { file } = this.openAs(name, O_RDONLY);
    try {
      const now = new Date();
      futimesSync(file, now, now);
    } finally {
      closeSync(file);
    }
  }

  /**
   * Removes all temporary files of `name`, since a process that was killed may have left some. If another process is
   * replacing the file `name` at this moment, its call of {@link replace} fails. Processes that replace a file
   * therefore hold a lock, unless all of them write the same content. A process that holds the lock fails only if it
   * was suspended for so long that another process took the lock; the content that it would have written is then out of
   * date.
   */
  private removeAbandoned(name: string): void {
    const found = this.names().filter((one) => nameOfPartial(one) === name);
    for (const [partial, stats] of this.entries(found)) if (!stats.isDirectory()) this.remove(partial);
  }

  /**
   * Removes the temporary folders of {@link makeFolderWith} that are older than {@link ABANDONED_AFTER_MS}: their
   * processes were killed. A folder with an entry that is not in `names` is kept.
   * @param present a temporary folder that was just made: its modification time is the present time by the disk's clock
   * @param names names of the files that {@link makeFolderWith} writes into a folder
   */
  private removeAbandonedFolders(present: string, names: readonly string[]): void {
    try {
      const found = this.names().filter((name) => name.startsWith(".") && nameOfPartial(name) !== undefined);
      const entries = new Map(this.entries(found));
      const now = entries.get(present)!.mtimeMs;
      for (const [name, stats] of entries) {
        if (!stats.isDirectory() || now - stats.mtimeMs <= ABANDONED_AFTER_MS) continue;
        const abandoned = this.folder(name);
        const files = abandoned.names();
        if (!files.every((file) => names.includes(file))) continue;
        for (const file of files) abandoned.remove(file);
        this.within((path) => rmdirSync(join(path, name)));
      }
    } catch {
      // This folder has too many entries, or a temporary folder cannot be removed. The next call of makeFolderWith
      // tries again.
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

  /** @throws UnsafeFileError if a folder above this one has become a link */
  private checkPlace(): void {
    if (realpathSync(this.path) !== this.path) throw anotherFolder(this.path);
  }
}

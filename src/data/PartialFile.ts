import { randomUUID } from "node:crypto";
import { copyFile, type FileHandle, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { cannotBeWritten } from "../files/diskTrouble";
import { errorCode } from "../files/errorCode";
import { DatasetError } from "./errors";
import { sha256Of } from "./sha256";

/**
 * A file that is being downloaded: written under a name that no other process uses, and renamed when it is whole.
 * `NAME.<unique>.part` belongs to the process that writes it; `NAME.part` is left by an attempt that has ended. A
 * process that opens a partial file holds the file's {@link DownloadLock}, so that the owner of any other partial file
 * has ended or counts as gone.
 */
export class PartialFile {
  #placed = false;

  private constructor(
    /** Path of the whole file. */
    readonly target: string,
    private readonly path: string,
    private readonly handle: FileHandle,
    private size: number,
  ) {}

  /**
   * Makes a partial file with the content of the longest partial file of earlier attempts, or an empty one, and removes
   * the partial files of earlier attempts.
   * @throws DatasetError when the folder cannot be written
   */
  static async open(folder: string, name: string): Promise<PartialFile> {
    const target = join(folder, name);
    const path = join(folder, `${name}.${randomUUID()}.part`);
    return written(path, async () => {
      const [longest] = await leftBehind(target);
      // The file is copied, since an owner that counts as gone might still write into a renamed file.
      if (longest) await copyFile(longest, path);
      for (const left of await leftBehind(target)) if (left !== path) await rm(left, { force: true });
      const handle = await open(path, "a+");
      return new PartialFile(target, path, handle, (await handle.stat()).size);
    });
  }

  /** Number of bytes of the file so far. */
  get length(): number {
    return this.size;
  }

  async append(bytes: Uint8Array): Promise<void> {
    await written(this.path, () => this.handle.appendFile(bytes));
    this.size += bytes.length;
  }

  async clear(): Promise<void> {
    await written(this.path, () => this.handle.truncate(0));
    this.size = 0;
  }

  sha256(): Promise<string> {
    return sha256Of(this.handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 }));
  }

  /**
   * Stores the whole file on the disk and renames it to `target`.
   * @returns false when the partial file is gone: another process counted this process as gone and removed the file
   */
  async place(): Promise<boolean> {
    return written(this.path, async () => {
      await this.handle.sync();
      await this.handle.close();
      this.#placed = true;
      try {
        await rename(this.path, this.target);
      } catch (error) {
        if (errorCode(error) === "ENOENT") return false;
        // Windows does not replace a file that another process reads. The file at `target` is taken to be the same
        // file.
        if (process.platform !== "win32" || !(await isFile(this.target))) throw error;
        await rm(this.path);
      }
      return true;
    });
  }

  /**
   * Closes a file that was not placed. Leaves it for the next attempt as `NAME.part` if possible; removes an empty one.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#placed) return;
    await this.handle.close();
    const left = this.size > 0 ? rename(this.path, `${this.target}.part`) : rm(this.path, { force: true });
    await left.catch(() => undefined);
  }
}

/** Paths of the partial files of `target`, the longest first. */
async function leftBehind(target: string): Promise<string[]> {
  const folder = dirname(target);
  const names = (await readdir(folder)).filter(
    (name) => name.startsWith(`${basename(target)}.`) && name.endsWith(".part"),
  );
  const parts = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { path, size: (await stat(path).catch(() => undefined))?.size ?? 0 };
    }),
  );
  return parts.sort((a, b) => b.size - a.size).map(({ path }) => path);
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

async function written<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw new DatasetError(cannotBeWritten(path, error));
  }
}

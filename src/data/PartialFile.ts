import { randomUUID } from "node:crypto";
import { copyFile, type FileHandle, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as l10n from "@vscode/l10n";
import { errorCode } from "../files/errorCode";
import { DatasetError } from "./errors";
import { sha256Of } from "./sha256";

/**
 * A file on its way: written under a name that no other process uses, and renamed when it is whole.
 *
 * `NAME.<unique>.part` belongs to whoever writes it; `NAME.part` is what an ended attempt left behind. Who opens one
 * holds the file's {@link DownloadLock}, so that the owner of any other part is gone, or as good as gone.
 */
export class PartialFile {
  #placed = false;

  private constructor(
    /** Where the whole file goes. */
    readonly target: string,
    private readonly path: string,
    private readonly handle: FileHandle,
    private size: number,
  ) {}

  /** Goes on with what an earlier attempt left behind, or begins anew. */
  static async open(folder: string, name: string): Promise<PartialFile> {
    const target = join(folder, name);
    const path = join(folder, `${name}.${randomUUID()}.part`);
    return written(path, async () => {
      const [longest] = await leftBehind(target);
      // Copied, since an owner that only seemed to be gone would go on writing into a renamed file.
      if (longest) await copyFile(longest, path);
      for (const left of await leftBehind(target)) if (left !== path) await rm(left, { force: true });
      const handle = await open(path, "a+");
      return new PartialFile(target, path, handle, (await handle.stat()).size);
    });
  }

  /** Bytes so far. */
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
   * Gives the whole file its name, with its content safely on the disk before.
   * @returns false when the part is no longer there: a successor held this process for gone.
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
        // Windows does not replace a file that another process reads, having just placed it itself.
        if (process.platform !== "win32" || !(await isFile(this.target))) throw error;
        await rm(this.path);
      }
      return true;
    });
  }

  /** Ends the work on a file that was not placed, and leaves what there is to the next attempt, if it can. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#placed) return;
    await this.handle.close();
    const left = this.size > 0 ? rename(this.path, `${this.target}.part`) : rm(this.path, { force: true });
    await left.catch(() => undefined);
  }
}

/** The parts of a file, the longest first. */
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
    throw new DatasetError(l10n.t("{0} cannot be written ({1}).", path, errorCode(error)));
  }
}

import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DatasetError, errorCode } from "./errors";
import { sha256OfFile } from "./sha256";

/** An owner writes, or gives up, far more often than this; an older file's owner is gone. */
const abandonedAfterMs = 10 * 60_000;

/**
 * A file on its way: written under a name that no other process uses, and renamed when it is whole.
 *
 * `NAME.<unique>.part` belongs to whoever writes it; `NAME.part` is what an ended attempt left behind. Taking
 * one over is a rename, which only one of several processes can win, so no lock is needed.
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

  /** Goes on with what an earlier attempt left behind, or begins anew. Makes the folder when missing. */
  static async open(folder: string, name: string): Promise<PartialFile> {
    const path = join(folder, `${name}.${randomUUID()}.part`);
    return written(path, async () => {
      await mkdir(folder, { recursive: true });
      for (const left of await leftBehind(folder, name)) {
        if (await taken(left, path)) break;
      }
      const handle = await open(path, "a+");
      return new PartialFile(join(folder, name), path, handle, (await handle.stat()).size);
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
    return sha256OfFile(this.path);
  }

  /** Gives the whole file its name, with its content safely on the disk before. */
  async place(): Promise<void> {
    await written(this.path, async () => {
      await this.handle.sync();
      await this.handle.close();
      this.#placed = true;
      await rename(this.path, this.target).catch(async (error) => {
        // Windows does not replace a file that another process reads, having just placed it itself.
        if (process.platform !== "win32" || !(await isFile(this.target))) throw error;
        await rm(this.path);
      });
    });
    for (const left of await leftBehind(dirname(this.target), basename(this.target)))
      await rm(left, { force: true });
  }

  /** Ends the work on a file that was not placed, and leaves what there is to the next attempt, if it can. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#placed) return;
    await this.handle.close();
    const left = this.size > 0 ? rename(this.path, `${this.target}.part`) : rm(this.path, { force: true });
    await left.catch(() => undefined);
  }
}

/** Parts that nobody writes any more. */
async function leftBehind(folder: string, name: string): Promise<string[]> {
  const parts = (await readdir(folder)).filter(
    (entry) => entry.startsWith(`${name}.`) && entry.endsWith(".part"),
  );
  const paths = [join(folder, `${name}.part`)];
  for (const path of parts.map((part) => join(folder, part))) {
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > abandonedAfterMs) paths.push(path);
  }
  return paths;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

async function taken(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}

async function written<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw new DatasetError(`${path} cannot be written (${errorCode(error)}).`);
  }
}

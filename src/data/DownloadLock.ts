import { randomUUID } from "node:crypto";
import { type FileHandle, open, readFile, rename, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { cannotBeWritten } from "../files/diskTrouble";
import { errorCode } from "../files/errorCode";
import { DatasetError } from "./errors";

/**
 * Time (ms) between two beats, and between two checks by a waiting process. At a beat, the owner of a lock writes to
 * the lock's file.
 */
const beatMs = 250;
/** Time (ms) without a beat after which the owner of a lock counts as gone. A waiting process then removes the lock. */
const abandonedAfterMs = 3000;

export interface LockOptions {
  signal?: AbortSignal;
  /** Called while another process downloads, with the number of bytes that this other process has received. */
  onWaiting?: (receivedBytes: number) => void;
}

/**
 * The right to download one file into a folder. One process at a time holds it, so that several windows do not all
 * download the file. The lock is a file beside the download. At each beat the lock's owner writes
 * `<owner> <beat> <bytes>` into the lock's file. A waiting process measures with its own clock how long this content
 * has not changed. Process ids are not used, since they are meaningless on shared disks and in containers. Times of
 * files are not used either, since they change when clocks are set. A suspended owner counts as gone, too. The next
 * owner copies the former owner's partial file and removes the original. The former owner continues to write to the
 * removed file, cannot rename it at the end, and then waits for the lock.
 */
export class DownloadLock {
  private readonly beating: NodeJS.Timeout;
  private written: Promise<unknown> = Promise.resolve();
  private beats = 0;
  private receivedBytes = 0;

  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
    private readonly owner: string,
  ) {
    this.beat();
    this.beating = setInterval(() => this.beat(), beatMs);
  }

  /**
   * Takes the lock. Waits while another process holds the lock and still writes to the lock's file.
   * @throws the signal's reason when aborted, DatasetError when the folder cannot be written
   */
  static async acquire(path: string, { signal, onWaiting }: LockOptions = {}): Promise<DownloadLock> {
    let last: string | undefined;
    let changed = performance.now();
    for (;;) {
      signal?.throwIfAborted();
      const lock = await DownloadLock.create(path);
      if (lock) return lock;
      const content = await readFile(path, "latin1").catch(() => undefined);
      if (content !== last) {
        last = content;
        changed = performance.now();
        const receivedBytes = Number(/^\S+ \d+ (\d+)\n$/.exec(content ?? "")?.[1] ?? Number.NaN);
        if (receivedBytes >= 0) onWaiting?.(receivedBytes);
      } else if (performance.now() - changed > abandonedAfterMs) {
        await discard(path);
        continue;
      }
      await sleep(beatMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Sets the number of bytes that the next beat writes for waiting processes. */
  report(receivedBytes: number): void {
    this.receivedBytes = receivedBytes;
  }

  /** Releases the lock: removes its file, unless the file has another owner by now. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.beating);
    await this.written;
    await this.handle.close();
    const content = await readFile(this.path, "latin1").catch(() => "");
    if (content.startsWith(`${this.owner} `)) await rm(this.path, { force: true }).catch(() => undefined);
  }

  private static async create(path: string): Promise<DownloadLock | undefined> {
    try {
      return new DownloadLock(path, await open(path, "wx"), randomUUID());
    } catch (error) {
      // Windows returns EPERM while a removed lock is still open in another process.
      const code = errorCode(error);
      if (code === "EEXIST" || (code === "EPERM" && process.platform === "win32")) return undefined;
      throw new DatasetError(cannotBeWritten(path, error));
    }
  }

  private beat(): void {
    // All lines have the same length, so that each replaces the one before.
    const line = `${this.owner} ${padded(++this.beats)} ${padded(this.receivedBytes)}\n`;
    // A failure, for example on a full disk, is ignored here. The download reports the error.
    this.written = this.handle.write(line, 0).catch(() => undefined);
  }
}

function padded(figure: number): string {
  return String(figure).padStart(15, "0");
}

/** Removes an abandoned lock by a rename, in which only one of several processes succeeds. */
async function discard(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  const won = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (won) await rm(aside, { recursive: true, force: true });
}

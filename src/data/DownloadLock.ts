import { randomUUID } from "node:crypto";
import { type FileHandle, open, readFile, rename, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { errorCode } from "../files/errorCode";
import { DatasetError } from "./errors";

/** How often an owner shows that it lives, and how often those who wait look. */
const beatMs = 250;
/** Silence after which an owner is held for gone. */
const abandonedAfterMs = 3000;

export interface LockOptions {
  signal?: AbortSignal;
  /** Told while another process downloads: the bytes that it has. */
  onWaiting?: (receivedBytes: number) => void;
}

/**
 * The right to download one file into a folder, held by one process at a time, so that windows that need it at
 * once fetch it once.
 *
 * A file beside the download that its owner writes anew several times a second: `<owner> <beat> <bytes>`. Who
 * waits for it judges by its own clock whether the content still changes, so neither process ids, which mean
 * nothing on shared disks and in containers, nor the times of files, which jump with clocks, matter. An owner that
 * was only held up (a suspended process) is taken for gone too; it then downloads beside its successor, into a
 * part of its own, which costs bytes and spoils nothing.
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
   * Waits until no other process holds the lock.
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

  /** Tells those who wait how much has arrived. */
  report(receivedBytes: number): void {
    this.receivedBytes = receivedBytes;
  }

  /** Lets the next one in. */
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
      // Windows answers EPERM while a lock that was removed is still open somewhere.
      const code = errorCode(error);
      if (code === "EEXIST" || (code === "EPERM" && process.platform === "win32")) return undefined;
      throw new DatasetError(l10n.t("{0} cannot be written ({1}).", path, code));
    }
  }

  private beat(): void {
    // All lines are equally long, so that each replaces the one before.
    const line = `${this.owner} ${padded(++this.beats)} ${padded(this.receivedBytes)}\n`;
    // A disk that is full makes the lock fall silent; the download itself will say so.
    this.written = this.handle.write(line, 0).catch(() => undefined);
  }
}

function padded(figure: number): string {
  return String(figure).padStart(15, "0");
}

/** Takes an abandoned lock away: by a rename, which only one of several processes can win. */
async function discard(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  const won = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (won) await rm(aside, { recursive: true, force: true });
}

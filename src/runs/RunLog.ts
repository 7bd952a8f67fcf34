import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { encodeLine } from "./logLine";
import type { RunEvent } from "./RunEvent";

const RETRY_MS = 1000;

/**
 * The append-only log of one run. Each event is handed to the system as one whole line; what the disk refuses is kept
 * in memory and tried again until it takes it.
 */
export class RunLog {
  /** Why the last attempt failed, as the system's code, for example ENOSPC; undefined while the log is whole. */
  problem: string | undefined;
  private file: number;
  /** All that the log holds or is to hold, to be written anew if the file is lost. */
  private readonly whole: Buffer[];
  private pending: Buffer[] = [];
  /** Bytes of the file that are known to be there. */
  private written: number;
  private retry: NodeJS.Timeout | undefined;
  private readonly path: string;

  /** @throws Error of the file system, or one sentence when something else than a file is in the log's place */
  constructor(folder: string) {
    this.path = logPath(folder);
    this.file = openSync(this.path, "a+");
    if (!fstatSync(this.file).isFile()) throw new Error(`${this.path} is not a file.`);
    const before = readFileSync(this.path);
    this.whole = [before];
    this.written = before.length;
    // A writer that died within a line must not swallow the next one.
    if (before.length > 0 && before.at(-1) !== 0x0a) this.write("\n");
  }

  append(event: RunEvent): void {
    this.write(`${encodeLine(event)}\n`);
  }

  /** All that it holds or is to hold, whatever the disk has taken of it. */
  get text(): string {
    return Buffer.concat(this.whole).toString();
  }

  /** Tries once more to write what the disk has not taken. */
  flush(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    try {
      this.followPath();
      for (let bytes = Buffer.concat(this.pending); bytes.length > 0; ) {
        // Kept up to date, so that a line that was written in part is completed and not repeated.
        const taken = writeSync(this.file, bytes);
        this.written += taken;
        bytes = bytes.subarray(taken);
        this.pending = [bytes];
      }
      this.pending = [];
      this.problem = undefined;
    } catch (error) {
      this.problem = (error as NodeJS.ErrnoException).code ?? String(error);
      this.retry = setTimeout(() => this.flush(), RETRY_MS).unref();
    }
  }

  /** How many lines the disk has not taken, a last one in part included. */
  get missingLines(): number {
    return Buffer.concat(this.pending).toString("latin1").split("\n").length - 1;
  }

  /** Waits until the disk has everything that it takes. */
  close(): void {
    this.flush();
    clearTimeout(this.retry);
    if (!this.problem) fsyncSync(this.file);
    closeSync(this.file);
  }

  private write(text: string): void {
    const bytes = Buffer.from(text);
    this.whole.push(bytes);
    this.pending.push(bytes);
    if (!this.retry) this.flush();
  }

  /**
   * A file that was deleted takes what is written and keeps nothing, and one that an editor saved has lost some of it:
   * the one that is there now is written whole.
   */
  private followPath(): void {
    const there = statSync(this.path, { throwIfNoEntry: false });
    if (there?.ino === fstatSync(this.file).ino && there.size >= this.written) return;
    const file = openSync(this.path, "a+");
    closeSync(this.file);
    this.file = file;
    ftruncateSync(file, 0);
    this.written = 0;
    this.pending = [...this.whole];
  }
}

export function logPath(folder: string): string {
  return join(folder, "events.jsonl");
}

import { closeSync, fstatSync, fsyncSync, ftruncateSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Folder, readUpTo } from "../files/Folder";
import { isSameFile } from "../files/fileKind";
import { encodeLine } from "./logLine";
import type { RunEvent } from "./RunEvent";
import { LOG } from "./runFiles";

const RETRY_MS = 1000;
const NEWLINE = 0x0a;
/** Lines are kept in one piece of memory for so many, as each piece of its own costs more than a short line. */
const LINES_A_PIECE = 1000;

/**
 * The append-only log of one run. Each event is handed to the system as one whole line; what the disk refuses is kept
 * in memory and tried again until it takes it.
 */
export class RunLog {
  /** Why the last attempt failed; undefined while the log is whole. */
  problem: unknown;
  private readonly folder: Folder;
  private file: number;
  /** All that the log holds or is to hold, to be written anew if the file is lost. */
  private readonly whole: Buffer[];
  private recent: Buffer[] = [];
  private pending: Buffer[] = [];
  /** Bytes of the file that are known to be there. */
  private written: number;
  private retry: NodeJS.Timeout | undefined;

  /** @throws UnsafeFileError when something else than a file is in the log's place; Error of the file system */
  constructor(folder: string) {
    this.folder = new Folder(folder);
    this.file = this.folder.openToAppend(LOG);
    const before = readUpTo(this.file, fstatSync(this.file).size);
    this.whole = [before];
    this.written = before.length;
    // A writer that died within a line must not swallow the next one.
    if (before.length > 0 && before.at(-1) !== NEWLINE) this.write("\n");
  }

  append(event: RunEvent): void {
    this.write(`${encodeLine(event)}\n`);
  }

  /** All that it holds or is to hold, whatever the disk has taken of it. */
  get text(): string {
    return Buffer.concat(this.everything).toString();
  }

  /** Tries once more to write what the disk has not taken. */
  flush(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    try {
      this.followName();
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
      this.problem = error;
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

  private get everything(): Buffer[] {
    return [...this.whole, ...this.recent];
  }

  private write(text: string): void {
    const bytes = Buffer.from(text);
    this.recent.push(bytes);
    if (this.recent.length === LINES_A_PIECE) this.whole.push(Buffer.concat(this.recent.splice(0)));
    this.pending.push(bytes);
    if (!this.retry) this.flush();
  }

  /**
   * A file that was deleted takes what is written and keeps nothing, and one that an editor saved has lost some of it:
   * the one that has the log's name now is written whole.
   */
  private followName(): void {
    const there = this.folder.look(LOG);
    if (there && there.size >= this.written && isSameFile(there, fstatSync(this.file, { bigint: true })))
      return;
    const file = this.folder.openToAppend(LOG);
    closeSync(this.file);
    this.file = file;
    ftruncateSync(file, 0);
    this.written = 0;
    this.pending = this.everything;
  }
}

/**
 * Adds one event to the log of a run that no trainer writes.
 * @throws UnsafeFileError, or Error of the file system
 */
export function appendToLog(folder: string, event: RunEvent): void {
  const file = new Folder(folder).openToAppend(LOG);
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    if (size > 0) readSync(file, last, 0, 1, size - 1);
    const isCutOff = size > 0 && last[0] !== NEWLINE;
    let bytes = Buffer.from(`${isCutOff ? "\n" : ""}${encodeLine(event)}\n`);
    while (bytes.length > 0) bytes = bytes.subarray(writeSync(file, bytes));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export function logPath(folder: string): string {
  return join(folder, LOG);
}

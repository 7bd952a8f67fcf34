import { AppendFile } from "../files/AppendFile";
import type { Folder } from "../files/Folder";
import { encodeLine } from "./logLine";
import type { RunEvent } from "./RunEvent";
import { LOG } from "./runFiles";
import { openRun, type RunFolder } from "./runsFolder";

const RETRY_MS = 1000;
const NEWLINE = 0x0a;
/**
 * Number of writes whose bytes are joined into one buffer. A buffer of its own for each short line would take more
 * memory than the line.
 */
const LINES_A_PIECE = 1000;

/**
 * The append-only log of one run. Each event is one line. Lines that cannot be written to the file stay in memory.
 * Another attempt to write them is made after {@link RETRY_MS}.
 */
export class RunLog {
  /** The error of the last write; undefined if the file has all lines. */
  problem: unknown;
  private readonly folder: Folder;
  private file: AppendFile;
  /**
   * The bytes of the log before the {@link recent} writes. They are kept to write the log again if the file is lost.
   */
  private readonly whole: Buffer[];
  /** The latest writes, fewer than {@link LINES_A_PIECE}. */
  private recent: Buffer[] = [];
  /** Bytes that are not in the file yet. */
  private pending: Buffer[] = [];
  /** Number of bytes that are known to be in the file. */
  private written: number;
  private retry: NodeJS.Timeout | undefined;

  /**
   * Opens the log of a run. A missing log is made.
   * @param beforeWriting called before each write; throws when the log must not be written any more
   * @throws UnsafeFileError if the log is no regular file; Error of the file system; the error of `beforeWriting`
   */
  constructor(
    folder: RunFolder,
    private readonly beforeWriting: () => void = () => {},
  ) {
    this.folder = openRun(folder);
    this.file = new AppendFile(this.folder, LOG);
    const before = this.file.read(0, this.file.size);
    this.whole = [before];
    this.written = before.length;
    // The last line is incomplete if an earlier process was killed while it wrote the line.
    if (before.length > 0 && before.at(-1) !== NEWLINE) this.write("\n");
  }

  /**
   * Appends events in one write; if earlier lines wait for another attempt, together with these. Sets {@link problem}
   * if the write fails.
   * @throws the error of `beforeWriting`
   */
  append(...events: RunEvent[]): void {
    if (events.length > 0) this.write(events.map((event) => `${encodeLine(event)}\n`).join(""));
  }

  /** The bytes of the log, including those that could not be written to the file so far. */
  get pieces(): readonly Buffer[] {
    return [...this.whole, ...this.recent];
  }

  /**
   * Writes the lines that are not in the file yet. If this fails, sets {@link problem} and tries again after
   * {@link RETRY_MS}.
   * @throws the error of `beforeWriting`
   */
  flush(): void {
    this.beforeWriting();
    clearTimeout(this.retry);
    this.retry = undefined;
    try {
      this.followName();
      for (let bytes = Buffer.concat(this.pending); bytes.length > 0; ) {
        // `pending` is updated after each write, so that a partly written line is completed and not repeated.
        const taken = this.file.write(bytes);
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

  /** Number of lines that could not be written to the file so far, including a partly written one. */
  get missingLines(): number {
    return Buffer.concat(this.pending).toString("latin1").split("\n").length - 1;
  }

  /**
   * Writes the lines that are not in the file yet, and closes the file. If all lines can be written, waits until the
   * disk has stored them.
   * @throws the error of `beforeWriting`; Error of the file system if the disk cannot store the lines
   */
  close(): void {
    this.flush();
    clearTimeout(this.retry);
    if (!this.problem) this.file.sync();
    this.file.close();
  }

  private write(text: string): void {
    const bytes = Buffer.from(text);
    this.recent.push(bytes);
    if (this.recent.length === LINES_A_PIECE) this.whole.push(Buffer.concat(this.recent.splice(0)));
    this.pending.push(bytes);
    if (!this.retry) this.flush();
  }

  /**
   * Does nothing while the opened file has the log's name and has not become shorter. Otherwise opens the file that has
   * the name now, or makes one, and prepares to write the whole log into it. The opened file may have been deleted, or
   * replaced by an editor with an older content.
   */
  private followName(): void {
    const there = this.folder.look(LOG);
    if (there && there.size >= this.written && this.file.is(there)) return;
    const file = new AppendFile(this.folder, LOG);
    this.file.close();
    this.file = file;
    file.empty();
    this.written = 0;
    this.pending = [...this.pieces];
  }
}

/**
 * Appends one event to the log of a run that has no trainer, and waits until it is stored. If the last line is
 * incomplete, a newline is written before the event.
 * @throws UnsafeFileError, or Error of the file system
 */
export function appendToLog(folder: RunFolder, event: RunEvent): void {
  const file = new AppendFile(openRun(folder), LOG);
  try {
    const { size } = file;
    const isCutOff = size > 0 && file.read(size - 1, 1)[0] !== NEWLINE;
    let bytes = Buffer.from(`${isCutOff ? "\n" : ""}${encodeLine(event)}\n`);
    while (bytes.length > 0) bytes = bytes.subarray(file.write(bytes));
    file.sync();
  } finally {
    file.close();
  }
}

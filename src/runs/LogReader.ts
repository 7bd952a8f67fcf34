import { openFile, whyUnreadable } from "../files/openFile";
import { LogParser, type LogReading } from "./LogParser";
import { logPath } from "./RunLog";

const MEBIBYTE = 1024 * 1024;
/** More is not read, so that a stranger's file cannot fill memory; a run of ten million steps writes less. */
const longestLog = 256 * MEBIBYTE;

/** Reads a run's log as it grows: each reading gives what was appended since the one before. */
export class LogReader {
  private readonly parser = new LogParser();
  private offset = 0;
  private isOver = false;
  /** Why the file could not be read the last time. */
  private refusal: string | undefined;

  constructor(private readonly folder: string) {}

  /** Whole lines only. Readings must not overlap. */
  async read(): Promise<LogReading> {
    if (this.isOver) return { events: [], problems: [] };
    const refusal = await this.readOn().catch((error) =>
      error.code === "ENOENT"
        ? "events.jsonl is not there; what it told of the run is lost."
        : `events.jsonl cannot be read (${whyUnreadable(error)}).`,
    );
    const { events, problems } = this.parser.take();
    if (refusal && refusal !== this.refusal) problems.push(refusal);
    this.refusal = refusal;
    return { events, problems };
  }

  /** The sentence about a last line that nobody has completed; undefined where there is none. */
  get cutOff(): string | undefined {
    return this.parser.cutOff;
  }

  /** @returns a sentence when there is more than is read. */
  private async readOn(): Promise<string | undefined> {
    const file = openFile(logPath(this.folder));
    const { size } = file;
    try {
      const end = Math.min(size, longestLog);
      const piece = Buffer.allocUnsafe(Math.max(0, Math.min(end - this.offset, MEBIBYTE)));
      while (this.offset < end && !this.parser.hasGivenUp) {
        const bytesRead = await file.read(piece, this.offset);
        if (bytesRead === 0) break;
        this.offset += bytesRead;
        this.parser.add(piece.subarray(0, bytesRead));
      }
      this.isOver = size > longestLog || this.parser.hasGivenUp;
      if (size <= longestLog) return undefined;
      return `What comes after the first ${longestLog / MEBIBYTE} MiB of events.jsonl was left out.`;
    } finally {
      await file.close();
    }
  }
}

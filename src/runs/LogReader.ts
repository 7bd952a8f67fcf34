import * as l10n from "@vscode/l10n";
import { type OpenFile, openFile, whyUnreadable } from "../files/openFile";
import { isAbsence } from "../files/readTrouble";
import { type DecodeLine, LogParser, type LogReading } from "./LogParser";
import { decodeLine } from "./logLine";
import type { RunEvent } from "./RunEvent";
import { LOG } from "./runFiles";
import { openRun, type RunFolder } from "./runsFolder";
import { nextTurn } from "./turns";

/** Number of bytes that are parsed in one turn of the event loop. Parsing them takes at most 15 ms. */
const SLICE = 128 * 1024;

/**
 * Number of bytes that are read at once. Each read takes at least 0.1 ms, even for a few bytes. Large reads therefore
 * take less time in all.
 */
const PIECE = 8 * SLICE;

/**
 * Number of bytes at the end of what was read, by which the next reading recognizes the log. If a line ends with these
 * bytes, they contain the line's checksum.
 */
const RECOGNIZED = 64;

/** Reads a run's log as the log grows. Each reading yields what was appended since the previous reading. */
export class LogReader<Event = RunEvent> {
  private readonly parser: LogParser<Event>;
  private offset = 0;
  /** The last bytes before {@link offset}, at most {@link RECOGNIZED}. */
  private last = Buffer.alloc(0);
  /**
   * Whether the last reading found a log that does not continue what was read before, such as the log of another run.
   * That reading yielded nothing.
   */
  isReplaced = false;
  /** Why the last reading failed, as one sentence; undefined if it succeeded. */
  refusal: string | undefined;
  /** The error of the last reading; undefined if the reading succeeded, or failed only because the log is missing. */
  failure: unknown;

  constructor(
    private readonly folder: RunFolder,
    decode: DecodeLine<Event> = decodeLine,
  ) {
    this.parser = new LogParser(decode);
  }

  /**
   * Yields the events of the whole lines that were appended since the last reading, in slices of at most {@link SLICE}
   * bytes of the log. A last line without a newline counts as whole if its checksum is right. The event loop turns
   * between two slices. Two readings must not overlap. Never throws: a new problem with the file is a sentence in
   * `problems`.
   */
  async *slices(): AsyncGenerator<LogReading<Event>> {
    let refusal: string | undefined;
    this.failure = undefined;
    try {
      yield* this.readOn();
    } catch (error) {
      this.failure = isAbsence(error) ? undefined : error;
      refusal = isAbsence(error)
        ? l10n.t("events.jsonl is missing; what it recorded of the run is lost.")
        : l10n.t("events.jsonl cannot be read ({0}).", whyUnreadable(error));
    }
    if (refusal && refusal !== this.refusal) yield { events: [], problems: [refusal] };
    this.refusal = refusal;
  }

  /** Reads the log as {@link slices} does, and returns the events and problems of all slices together. */
  async read(): Promise<LogReading<Event>> {
    const whole: LogReading<Event> = { events: [], problems: [] };
    for await (const { events, problems } of this.slices()) {
      for (const event of events) whole.events.push(event);
      whole.problems.push(...problems);
    }
    return whole;
  }

  /**
   * A sentence that the last line was cut off and is left out. Undefined if the last line is complete, or if it is
   * short and holds only spaces, tabs and carriage returns.
   */
  get cutOff(): string | undefined {
    return this.parser.cutOff;
  }

  private async *readOn(): AsyncGenerator<LogReading<Event>> {
    if (this.parser.hasGivenUp) return;
    const file = openFile(openRun(this.folder), LOG);
    const { size } = file;
    try {
      this.isReplaced = !(await this.continuesIn(file));
      if (this.isReplaced) return;
      const piece = Buffer.allocUnsafe(Math.max(0, Math.min(size - this.offset, PIECE)));
      while (this.offset < size && !this.parser.hasGivenUp) {
        const bytesRead = await file.read(piece.subarray(0, size - this.offset), this.offset);
        if (bytesRead === 0) break;
        for (let from = 0; from < bytesRead && !this.parser.hasGivenUp; from += SLICE) {
          const slice = piece.subarray(from, Math.min(from + SLICE, bytesRead));
          this.offset += slice.length;
          this.last = Buffer.concat([this.last, slice.subarray(-RECOGNIZED)]).subarray(-RECOGNIZED);
          await nextTurn();
          for (const _ of this.parser.add(slice)) await nextTurn();
          const { hasUnnamedDamage } = this.parser;
          yield { events: this.parser.take(), problems: [], hasUnnamedDamage };
        }
      }
      for (const _ of this.parser.addLast()) await nextTurn();
      const events = this.parser.take();
      const problems = this.parser.takeProblems();
      if (events.length + problems.length > 0) yield { events, problems };
    } finally {
      await file.close();
    }
  }

  /** Whether the bytes of `file` before {@link offset} are those in {@link last}. */
  private async continuesIn(file: OpenFile): Promise<boolean> {
    const found = Buffer.alloc(this.last.length);
    const bytesRead = found.length > 0 ? await file.read(found, this.offset - found.length) : 0;
    return bytesRead === found.length && found.equals(this.last);
  }
}

import * as l10n from "@vscode/l10n";
import { foreignFile, foreignText, markLength } from "./fileText";
import { decodeLine, decodeLongLine, isSealed } from "./logLine";
import { parsedAtOnce } from "./parseJson";
import type { RunEvent } from "./RunEvent";
import { LOG } from "./runFiles";

/** The events of a log, or of a part of it, and the problems with reading the log. */
export interface LogReading<Event = RunEvent> {
  events: (Event | RunEvent)[];
  /** Sentences about the parts that could not be read. One sentence may be about several parts. */
  problems: string[];
  /** Whether lines were left out that are not named in `problems`, but in the problems of a later part of the log. */
  hasUnnamedDamage?: boolean;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const BRACE = 0x7d;
const MEBIBYTE = 1024 * 1024;
/**
 * Largest number of bytes of a line that is parsed. A longer line counts as damaged and is not kept in memory. The
 * longest lines are the `started` events of forks in logs of earlier versions: they hold the parent's losses. With
 * 800,000 steps of the parent, such a line reaches the limit.
 */
const longestLine = 16 * MEBIBYTE;
/**
 * Largest number of bytes of one line. Also the largest number of bytes of all lines together that are damaged or hold
 * no event of this version. After more bytes, the rest of the file is not read.
 */
const longestGap = 256 * MEBIBYTE;
/**
 * Largest number of lines that are damaged or hold no event of this version. After more lines, the rest of the file is
 * not read.
 */
const mostDamaged = 10_000;
/** Largest number of bytes of a blank line. A longer line of spaces, tabs and carriage returns counts as damaged. */
const longestBlank = 1000;
/** Largest number of blank lines in sequence. After more lines, the rest of the file is not read. */
const mostBlank = 10_000;

/**
 * Decodes a line of at most {@link parsedAtOnce} bytes. Returns undefined for a line that is damaged or holds no event.
 */
export type DecodeLine<Event> = (line: Buffer) => Event | RunEvent | undefined;

/** Parses a log, which may arrive in pieces of any length. */
export class LogParser<Event = RunEvent> {
  private events: (Event | RunEvent)[] = [];
  private lines = 0;
  private damaged = 0;
  private damagedBytes = 0;
  /** Number of blank lines since the last line with text. */
  private blanks = 0;
  /** The lines, since the last call of {@link takeProblems}, whose checksum is wrong. */
  private damagedLines = new LineTally();
  /**
   * The lines, since the last call of {@link takeProblems}, whose checksum is right, but that hold no event of this
   * version.
   */
  private unknownLines = new LineTally();
  /**
   * The bytes so far of a line whose end has not arrived yet. Empty once the line is longer than {@link longestLine}.
   */
  private begun: Buffer[] = [];
  private begunBytes = 0;
  /** Whether {@link addLast} has parsed the line whose end has not arrived yet. */
  private isLastParsed = false;
  /**
   * Why the rest of the file is not read, as one sentence. Undefined while the file is read, and once
   * {@link takeProblems} has returned the sentence.
   */
  private refusal: string | undefined;
  private isRefused = false;

  constructor(private readonly decode: DecodeLine<Event> = decodeLine) {}

  /** Whether the parser has given up: it ignores all further bytes. */
  get hasGivenUp(): boolean {
    return this.isRefused;
  }

  /** Whether damaged or unknown lines were left out since the last call of {@link takeProblems}. */
  get hasUnnamedDamage(): boolean {
    return !this.damagedLines.isEmpty || !this.unknownLines.isEmpty;
  }

  /**
   * Parses a piece of the log. Yields during the decoding of a line of more than {@link parsedAtOnce} bytes, so that
   * the caller can let the event loop turn. The event loop is blocked for at most 15 ms at a time if it turns at each
   * yield and between two pieces, and if no piece has more than 128 KiB.
   */
  *add(piece: Buffer): Generator<undefined> {
    if (this.isRefused) return;
    let from = 0;
    for (let end = piece.indexOf(NEWLINE); end !== -1; end = piece.indexOf(NEWLINE, from)) {
      yield* this.endLine(piece.subarray(from, end));
      from = end + 1;
      if (this.isRefused) return;
    }
    this.beginLine(piece.subarray(from));
  }

  /**
   * Parses the last line if it has no newline but its checksum is right, as in a file that an editor saved without a
   * final newline. Must be called after the last piece that is there at present. Yields as {@link add} does.
   */
  *addLast(): Generator<undefined> {
    if (this.isRefused || this.isLastParsed || this.begunBytes > longestLine) return;
    // A complete line ends with `}`, or with `}` and a carriage return. A line that is only partly written seldom does.
    // A line with another ending need not be decoded.
    const last = this.begun.at(-1)?.at(-1);
    if (last !== BRACE && last !== RETURN) return;
    const text = this.textOfLine(Buffer.concat(this.begun));
    const event = text.length > parsedAtOnce ? yield* decodeLongLine(text) : this.decode(text);
    if (!event) return;
    this.events.push(event);
    this.isLastParsed = true;
  }

  /** Returns the events that were found since the last call. */
  take(): (Event | RunEvent)[] {
    const { events } = this;
    this.events = [];
    return events;
  }

  /**
   * Returns the problems that arose since the last call: one sentence about all damaged lines, one about all lines that
   * this version cannot read, and one that states why the rest of the file is not read. Must be called after the last
   * piece that is there at present.
   */
  takeProblems(): string[] {
    const { damagedLines, unknownLines, refusal } = this;
    this.damagedLines = new LineTally();
    this.unknownLines = new LineTally();
    this.refusal = undefined;
    const problems = [
      damagedLines.sentence(
        (line) => l10n.t("Line {0} of events.jsonl is damaged and was left out.", line),
        (lines, first) =>
          l10n.t(
            "{0} lines of events.jsonl are damaged and were left out; the first is line {1}.",
            lines,
            first,
          ),
      ),
      unknownLines.sentence(
        (line) => l10n.t("Line {0} of events.jsonl cannot be read by this version and was left out.", line),
        (lines, first) =>
          l10n.t(
            "{0} lines of events.jsonl cannot be read by this version and were left out; the first is line {1}.",
            lines,
            first,
          ),
      ),
      refusal,
    ];
    return problems.filter((problem) => problem !== undefined);
  }

  /**
   * A sentence that the last line was cut off and is left out. Undefined if the last line is complete, or if it is
   * short and holds only spaces, tabs and carriage returns.
   */
  get cutOff(): string | undefined {
    if (this.isLastParsed) return undefined;
    if (this.begunBytes <= longestBlank && this.begun.every(isBlank)) return undefined;
    return l10n.t("Line {0} of events.jsonl was cut off and was left out.", this.lines + 1);
  }

  private beginLine(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.begunBytes += bytes.length;
    if (this.begunBytes > longestLine) this.begun = [];
    // A copy, since the caller may use the memory of the piece again.
    else this.begun.push(Buffer.from(bytes));
    if (this.begunBytes > longestGap)
      this.giveUp(
        l10n.t(
          "What comes after line {0} of events.jsonl was left out: the next line is too long.",
          this.lines,
        ),
      );
  }

  private *endLine(rest: Buffer): Generator<undefined> {
    const length = this.begunBytes + rest.length;
    const line = this.begunBytes === 0 ? rest : this.joined(rest);
    const isParsed = this.isLastParsed;
    this.begun = [];
    this.begunBytes = 0;
    this.isLastParsed = false;
    const foreign = this.lines === 0 ? foreignText(line) : undefined;
    if (foreign) return this.giveUp(foreignFile(LOG, foreign));
    const text = this.textOfLine(line);
    this.lines++;
    if (length <= longestBlank && isBlank(text)) return this.passOverBlank();
    this.blanks = 0;
    if (isParsed && isSealed(text)) return;
    const event = text.length > parsedAtOnce ? yield* decodeLongLine(text) : this.decode(text);
    if (event) this.events.push(event);
    else this.noteUnread(length, isSealed(text));
  }

  /** The line without a final carriage return and, for the first line of the log, without a byte-order mark. */
  private textOfLine(line: Buffer): Buffer {
    return line.subarray(
      this.lines === 0 ? markLength(line) : 0,
      // A log that was copied with text tools of another operating system may have CR LF at the end of each line.
      line.at(-1) === RETURN ? -1 : undefined,
    );
  }

  private passOverBlank(): void {
    if (++this.blanks > mostBlank)
      this.giveUp(
        l10n.t(
          "What comes after line {0} of events.jsonl was left out: too many lines are blank.",
          this.lines,
        ),
      );
  }

  /** The line from {@link begun} to `rest`; empty if the line has more than {@link longestLine} bytes. */
  private joined(rest: Buffer): Buffer {
    const isTooLong = this.begunBytes + rest.length > longestLine;
    return isTooLong ? Buffer.alloc(0) : Buffer.concat([...this.begun, rest]);
  }

  private noteUnread(bytes: number, isWhole: boolean): void {
    this.damaged++;
    this.damagedBytes += bytes;
    (isWhole ? this.unknownLines : this.damagedLines).add(this.lines);
    if (this.damaged > mostDamaged || this.damagedBytes > longestGap)
      this.giveUp(
        l10n.t("What comes after line {0} of events.jsonl was left out: too much is damaged.", this.lines),
      );
  }

  private giveUp(why: string): void {
    this.refusal = why;
    this.isRefused = true;
    this.begun = [];
    this.begunBytes = 0;
  }
}

/** Counts lines that have the same problem. */
class LineTally {
  private lines = 0;
  private first = 0;

  get isEmpty(): boolean {
    return this.lines === 0;
  }

  add(line: number): void {
    if (this.lines === 0) this.first = line;
    this.lines++;
  }

  /**
   * @param ofOne returns the sentence about one line
   * @param ofMany returns the sentence about several lines
   * @returns undefined if there are no lines
   */
  sentence(
    ofOne: (line: number) => string,
    ofMany: (lines: number, first: number) => string,
  ): string | undefined {
    if (this.lines === 0) return undefined;
    return this.lines === 1 ? ofOne(this.first) : ofMany(this.lines, this.first);
  }
}

/** Whether a line holds only spaces, tabs and carriage returns, such as one that an editor or a merge added. */
function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === SPACE || byte === TAB || byte === RETURN);
}

/** Returns the events of a log from the event at the index `place` on. @param pieces the bytes of the log */
export function eventsFrom(place: number, pieces: Iterable<Buffer>): RunEvent[] {
  const parser = new LogParser();
  const events: RunEvent[] = [];
  let left = place;
  for (const piece of pieces) {
    for (const _ of parser.add(piece));
    for (const event of parser.take()) if (left-- <= 0) events.push(event);
  }
  return events;
}

/** Parses a whole log, including a complete last line without a newline. */
export function parseLog(log: Buffer | string): LogReading {
  const parser = new LogParser();
  for (const _ of parser.add(Buffer.from(log)));
  for (const _ of parser.addLast());
  const events = parser.take();
  const problems = parser.takeProblems();
  return { events, problems: parser.cutOff ? [...problems, parser.cutOff] : problems };
}

import { decodeLine } from "./logLine";
import type { RunEvent } from "./RunEvent";

/** What was read of a log. */
export interface LogReading {
  events: RunEvent[];
  /** One sentence for each part that could not be read. */
  problems: string[];
}

const NEWLINE = 0x0a;
/** Longer lines are not held in memory. The curve of a fork's parent is the longest thing that a line tells. */
const longestLine = 64 * 1024 * 1024;
/** So many damaged lines have a sentence of their own. */
const mostSentences = 20;
/** A file with more damaged lines than these is no log. */
const mostDamaged = 10_000;

/** Makes events of the bytes of a log, which may come in pieces of any length. */
export class LogParser {
  private events: RunEvent[] = [];
  private problems: string[] = [];
  private lines = 0;
  private damaged = 0;
  /** Damaged lines since the last {@link take} that no sentence tells of yet. */
  private untold = 0;
  /** The beginning of the line whose end has not come. */
  private begun: Buffer[] = [];
  private begunBytes = 0;

  /** Whether nothing more is worth reading. */
  get hasGivenUp(): boolean {
    return this.damaged > mostDamaged;
  }

  add(piece: Buffer): void {
    let from = 0;
    for (let end = piece.indexOf(NEWLINE); end !== -1; end = piece.indexOf(NEWLINE, from)) {
      this.endLine(piece, from, end);
      from = end + 1;
      if (this.hasGivenUp) return;
    }
    this.beginLine(piece.subarray(from));
  }

  /** What the bytes so far have told since the last time. */
  take(): LogReading {
    const { events, problems } = this;
    if (this.untold > 0)
      problems.push(`Further damaged lines of events.jsonl were left out: ${this.untold}.`);
    if (this.hasGivenUp)
      problems.push(`What comes after line ${this.lines} of events.jsonl was left out: too much is damaged.`);
    this.events = [];
    this.problems = [];
    this.untold = 0;
    return { events, problems };
  }

  /** The sentence about a last line that has no end; undefined where there is none. */
  get cutOff(): string | undefined {
    if (this.begunBytes === 0) return undefined;
    return `Line ${this.lines + 1} of events.jsonl was cut off and was left out.`;
  }

  private beginLine(bytes: Buffer): void {
    this.begunBytes += bytes.length;
    if (this.begunBytes > longestLine) this.begun = [];
    // The piece's memory is the caller's to use again.
    else if (bytes.length > 0) this.begun.push(Buffer.from(bytes));
  }

  private endLine(piece: Buffer, from: number, end: number): void {
    this.lines++;
    const event =
      this.begunBytes === 0
        ? decodeLine(piece.toString("utf8", from, end))
        : this.joined(piece.subarray(from, end));
    if (event) this.events.push(event);
    else this.tellDamaged();
  }

  private joined(rest: Buffer): RunEvent | undefined {
    const isTooLong = this.begunBytes + rest.length > longestLine;
    const line = isTooLong ? "" : Buffer.concat([...this.begun, rest]).toString();
    this.begun = [];
    this.begunBytes = 0;
    return decodeLine(line);
  }

  private tellDamaged(): void {
    this.damaged++;
    if (this.damaged <= mostSentences)
      this.problems.push(`Line ${this.lines} of events.jsonl is damaged and was left out.`);
    else this.untold++;
  }
}

/** A whole log at once, its last line included where it was cut off. */
export function parseLog(log: Buffer | string): LogReading {
  const parser = new LogParser();
  parser.add(Buffer.from(log));
  const { events, problems } = parser.take();
  return { events, problems: parser.cutOff ? [...problems, parser.cutOff] : problems };
}

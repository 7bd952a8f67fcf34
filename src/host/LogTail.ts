import { basename } from "node:path";
import { LogReader } from "../runs/LogReader";
import type { RunEvent } from "../runs/RunEvent";
import { readRecord, reconcile } from "../runs/RunRecord";

/** Reads a run's log as it grows: each reading gives what was appended since the one before. */
export class LogTail {
  private readonly log: LogReader;
  private hasBegun = false;

  constructor(private readonly folder: string) {
    this.log = new LogReader(folder);
  }

  /**
   * Whole lines only; after them a warning for each part of the run's files that is damaged. A first line that is lost
   * is made up from `run.json`. A missing log holds nothing yet.
   */
  async read(): Promise<RunEvent[]> {
    let reading = await this.log.read();
    if (!this.hasBegun && reading.events.length + reading.problems.length > 0) {
      this.hasBegun = true;
      reading = reconcile(basename(this.folder), await readRecord(this.folder), reading) ?? reading;
    }
    return [...reading.events, ...reading.problems.map(warning)];
  }

  /** Of a run that nobody writes any more: a warning where its log ends within a line, else nothing. */
  get cutOff(): RunEvent[] {
    return this.log.cutOff ? [warning(this.log.cutOff)] : [];
  }
}

function warning(message: string): RunEvent {
  return { type: "warning", message };
}

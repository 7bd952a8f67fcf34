import { LogReader } from "../runs/LogReader";
import type { RunEvent } from "../runs/RunEvent";
import { damageWarning, eventsToShow } from "../runs/RunRecord";

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
    const { events, problems } = await this.log.read();
    if (this.hasBegun || events.length + problems.length === 0)
      return [...events, ...problems.map(damageWarning)];
    this.hasBegun = true;
    return eventsToShow(this.folder, { events, problems });
  }

  /** Of a run that nobody writes any more: a warning where its log ends within a line, else nothing. */
  get cutOff(): RunEvent[] {
    return this.log.cutOff ? [damageWarning(this.log.cutOff)] : [];
  }
}

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
   * Whole lines only, slice by slice, between which the event loop turns; after them a warning for each part of the
   * run's files that is damaged. A first line that is lost is made up from `run.json`. A missing log holds nothing yet.
   */
  async *read(): AsyncGenerator<RunEvent[]> {
    for await (const { events, problems } of this.log.slices()) {
      if (this.hasBegun) yield [...events, ...problems.map(damageWarning)];
      else if (events.length + problems.length > 0) {
        this.hasBegun = true;
        yield await eventsToShow(this.folder, { events, problems });
      }
    }
  }

  /** Of a run that nobody writes any more: a warning where its log ends within a line, else nothing. */
  get cutOff(): RunEvent[] {
    return this.log.cutOff ? [damageWarning(this.log.cutOff)] : [];
  }
}

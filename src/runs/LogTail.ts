import type { DecodeLine } from "./LogParser";
import { LogReader } from "./LogReader";
import { decodeLine } from "./logLine";
import type { RunEvent } from "./RunEvent";
import { damageWarning, eventsToShow } from "./RunRecord";

/**
 * Reads the events of a run as the run's log grows, so that `applyEvent` can update the run's state. Problems with the
 * run's files become `warning` events.
 */
export class LogTail<Event = RunEvent> {
  private readonly log: LogReader<Event>;
  private hasBegun = false;
  private hasFailed = false;

  constructor(
    private readonly folder: string,
    decode: DecodeLine<Event> = decodeLine,
  ) {
    this.log = new LogReader(folder, decode);
  }

  /**
   * Yields the events that were appended to the log since the last call, in slices. In each slice, a warning for each
   * new problem follows the events. If the log has lost its `started` event and `run.json` can be read, the first
   * slice begins with a `started` event that is made from `run.json`. The event loop turns between two slices.
   */
  async *read(): AsyncGenerator<(Event | RunEvent)[]> {
    for await (const slice of this.log.slices()) {
      const { events, problems } = slice;
      if (this.hasBegun) yield [...events, ...problems.map(damageWarning)];
      else if (events.length + problems.length > 0) {
        this.hasBegun = true;
        yield await eventsToShow(this.folder, slice);
      }
    }
    this.hasFailed ||= this.refusal !== undefined;
  }

  /**
   * Whether what was read no longer fits the log, so that a new LogTail must read the log: the log was replaced, or an
   * earlier reading failed and yielded a warning about it, but the last reading succeeded.
   */
  get isOutdated(): boolean {
    return this.log.isReplaced || (this.hasFailed && this.refusal === undefined);
  }

  /** Why the last reading failed, as one sentence; undefined if it succeeded. */
  get refusal(): string | undefined {
    return this.log.refusal;
  }

  /** One warning if the log ends within a line, else none. While a trainer runs, it may still be writing that line. */
  get cutOff(): RunEvent[] {
    return this.log.cutOff ? [damageWarning(this.log.cutOff)] : [];
  }
}

import type { DecodeLine } from "./LogParser";
import { LogReader } from "./LogReader";
import { decodeLine } from "./logLine";
import type { RunEvent } from "./RunEvent";
import { damageWarning, eventsToShow } from "./RunRecord";

/** Reads a run's events for a fold as its log grows. Problems are warnings among the events. */
export class LogTail<Event = RunEvent> {
  private readonly log: LogReader<Event>;
  private hasBegun = false;

  constructor(
    private readonly folder: string,
    decode: DecodeLine<Event> = decodeLine,
  ) {
    this.log = new LogReader(folder, decode);
  }

  /**
   * Yields the events of whole lines, in slices. The event loop turns between two slices. After the events comes a
   * warning for each damaged part of the run's files. A lost first line is replaced by the content of `run.json`.
   */
  async *read(): AsyncGenerator<(Event | RunEvent)[]> {
    for await (const { events, problems } of this.log.slices()) {
      if (this.hasBegun) yield [...events, ...problems.map(damageWarning)];
      else if (events.length + problems.length > 0) {
        this.hasBegun = true;
        yield await eventsToShow(this.folder, { events, problems });
      }
    }
  }

  /** Why the last reading failed, as one sentence; undefined where it did not. */
  get refusal(): string | undefined {
    return this.log.refusal;
  }

  /** A warning if the log ends within a line. While a process writes the log, the line may be under way. */
  get cutOff(): RunEvent[] {
    return this.log.cutOff ? [damageWarning(this.log.cutOff)] : [];
  }
}

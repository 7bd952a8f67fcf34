import { encodeLine } from "../runs/logLine";
import type { RunEvent } from "../runs/RunEvent";
import { RunLog } from "../runs/RunLog";
import type { RunFolder } from "../runs/runsFolder";

/**
 * The log of a run. Until {@link begin} is called, events are held in memory and the file is not opened. If a run
 * cannot be resumed, its log therefore stays unchanged.
 */
export class HeldLog {
  private log: RunLog | undefined;
  private held: RunEvent[] = [];

  /**
   * @param logged the events that the log file already contains
   * @param beforeWriting called before each write; throws if this process must not write to the log any more
   */
  constructor(
    private readonly folder: RunFolder,
    private logged: readonly RunEvent[],
    private readonly beforeWriting: () => void,
  ) {}

  get isHeld(): boolean {
    return this.log === undefined;
  }

  /**
   * Opens the log file and writes the held events. Each later event is written at once. Does nothing if the log is
   * already open.
   * @throws the errors of {@link RunLog}'s constructor and of `beforeWriting`
   */
  begin(): void {
    if (this.log) return;
    this.beforeWriting();
    this.log = new RunLog(this.folder, this.beforeWriting);
    // All held events are appended in one write, so that a kill of this process hardly ever leaves only some of them.
    this.log.append(...this.held);
    this.held = [];
    this.logged = [];
  }

  append(event: RunEvent): void {
    if (this.log) this.log.append(event);
    else this.held.push(event);
  }

  /** The bytes of the log, including held events and events that could not be written so far. */
  get pieces(): readonly Buffer[] {
    const line = (event: RunEvent) => Buffer.from(`${encodeLine(event)}\n`);
    return this.log?.pieces ?? [...this.logged, ...this.held].map(line);
  }

  /** The error of the log's last write; undefined if that write succeeded, and before {@link begin}. */
  get problem(): unknown {
    return this.log?.problem;
  }

  get missingLines(): number {
    return this.log?.missingLines ?? 0;
  }

  flush(): void {
    this.log?.flush();
  }

  close(): void {
    this.log?.close();
  }
}

import { encodeLine } from "../runs/logLine";
import type { RunEvent } from "../runs/RunEvent";
import { RunLog } from "../runs/RunLog";
import type { RunFolder } from "../runs/runsFolder";

/**
 * The log of a run. Until {@link begin}, events are held in memory and the file is not opened, so that a run that
 * cannot be resumed stays unchanged.
 */
export class HeldLog {
  private log: RunLog | undefined;
  private held: RunEvent[] = [];

  /**
   * @param logged the events that the log has so far
   * @param beforeWriting throws when the log must not be written any more
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
   * Opens the log and writes the held events; does nothing if the log is open. From then on each event is written at
   * once.
   * @throws as the constructor of {@link RunLog} does
   */
  begin(): void {
    if (this.log) return;
    this.beforeWriting();
    this.log = new RunLog(this.folder, this.beforeWriting);
    // One write for all events, so that a process that is killed meanwhile has logged all of them or none.
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

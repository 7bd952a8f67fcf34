import { encodeLine } from "../runs/logLine";
import type { RunEvent } from "../runs/RunEvent";
import { RunLog } from "../runs/RunLog";
import type { RunFolder } from "../runs/runsFolder";

/**
 * The log of a run that this process may turn out unable to go on with: nothing is written before {@link begin}, and
 * the file is not even opened.
 */
export class HeldLog {
  private log: RunLog | undefined;
  private held: RunEvent[] = [];

  /**
   * @param logged what the log holds already
   * @param beforeWriting throws where nothing may be written any more
   */
  constructor(
    private readonly folder: RunFolder,
    private logged: readonly RunEvent[],
    private readonly beforeWriting: () => void,
  ) {}

  get isHeld(): boolean {
    return this.log === undefined;
  }

  /** Writes what was held back, and from now on each event at once. @throws Error as RunLog does */
  begin(): void {
    if (this.log) return;
    this.beforeWriting();
    this.log = new RunLog(this.folder, this.beforeWriting);
    // In one piece: a process that is killed meanwhile leaves all of them or none.
    this.log.append(...this.held);
    this.held = [];
    this.logged = [];
  }

  append(event: RunEvent): void {
    if (this.log) this.log.append(event);
    else this.held.push(event);
  }

  /** The bytes that it holds or is to hold, whatever the disk has taken of them. */
  get pieces(): readonly Buffer[] {
    const line = (event: RunEvent) => Buffer.from(`${encodeLine(event)}\n`);
    return this.log?.pieces ?? [...this.logged, ...this.held].map(line);
  }

  /** Why the last attempt to write failed, as RunLog tells; undefined while the log is whole or nothing is written. */
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

import { Emitter } from "vscode-jsonrpc";
import { isEnded, type RunState } from "../runs/RunState";
import { RunStore, type RunSummary } from "../runs/RunStore";
import { RECHECK_PAUSE } from "./abandonedRun";

/** What a window knows of runs beyond their logs. */
export interface Present {
  stateNow(run: RunSummary): Promise<RunState>;
  /** Whether the window hears of whatever happens in a run. */
  isLive(folder: string): boolean;
}

/** The runs in the runs folder as of the last refresh, newest first. */
export class RunsList {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  runs: readonly RunSummary[] = [];

  private store: RunStore;
  private reading: Promise<void> | undefined;
  private readAgain = false;
  private recheck: NodeJS.Timeout | undefined;

  constructor(
    runsFolder: string,
    private readonly present: Present,
  ) {
    this.store = new RunStore(runsFolder);
  }

  get folder(): string {
    return this.store.runsFolder;
  }

  /** Lists another folder from the next refresh on. */
  set folder(runsFolder: string) {
    if (runsFolder !== this.folder) this.store = new RunStore(runsFolder);
  }

  /** Reads the folder anew; resolves when {@link runs} is at least as new as this call. */
  refresh(): Promise<void> {
    if (this.reading) {
      this.readAgain = true;
      return this.reading;
    }
    this.reading = this.readAll().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  dispose(): void {
    clearTimeout(this.recheck);
    this.changed.dispose();
  }

  private async readAll(): Promise<void> {
    do {
      this.readAgain = false;
      const runs = await this.store.list().catch(() => []);
      await Promise.all(runs.map((run) => this.bringUpToDate(run)));
      this.runs = runs;
    } while (this.readAgain);
    this.recheckLater();
    this.changed.fire();
  }

  /** One that cannot be looked at must not hide the others. */
  private async bringUpToDate(run: RunSummary): Promise<void> {
    run.state = await this.present.stateNow(run).catch(() => run.state);
  }

  /** A process that dies writes nothing that a watcher would tell of. */
  private recheckLater(): void {
    clearTimeout(this.recheck);
    if (this.runs.every(({ folder, state }) => isEnded(state) || this.present.isLive(folder))) return;
    this.recheck = setTimeout(() => void this.refresh(), RECHECK_PAUSE).unref();
  }
}

import { Emitter } from "vscode-jsonrpc";
import { applyEvent, isEnded } from "../runs/RunState";
import { RunStore, type RunSummary } from "../runs/RunStore";
import { endOfAbandonedRun, RECHECK_PAUSE } from "./abandonedRun";
import type { OpenRun } from "./OpenRun";

/** The runs in the runs folder as of the last refresh, newest first. */
export class RunsList {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  runs: readonly RunSummary[] = [];

  private store: RunStore;
  private reading: Promise<void> | undefined;
  private readAgain = false;
  private recheck: NodeJS.Timeout | undefined;

  /** @param ours the run that this window's own trainer works on, which is listed as it is in memory. */
  constructor(
    runsFolder: string,
    private readonly ours: () => OpenRun | undefined,
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
      const runs = await this.store.list();
      for (const run of runs) {
        if (this.isOurs(run)) run.state = this.ours()!.state;
        else await this.concludeIfAbandoned(run);
      }
      this.runs = runs;
    } while (this.readAgain);
    this.recheckLater();
    this.changed.fire();
  }

  private async concludeIfAbandoned({ folder, state }: RunSummary): Promise<void> {
    const ended = await endOfAbandonedRun(folder, state);
    if (ended) applyEvent(state, ended);
  }

  private isOurs({ folder }: RunSummary): boolean {
    return folder === this.ours()?.folder;
  }

  /** A process that dies writes nothing that a watcher would tell of. */
  private recheckLater(): void {
    clearTimeout(this.recheck);
    if (this.runs.every((run) => isEnded(run.state) || this.isOurs(run))) return;
    this.recheck = setTimeout(() => void this.refresh(), RECHECK_PAUSE).unref();
  }
}

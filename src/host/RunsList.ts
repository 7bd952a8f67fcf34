import { Emitter } from "vscode-jsonrpc";
import { applyEvent, isEnded } from "../runs/RunState";
import { RunStore, type RunSummary } from "../runs/RunStore";
import { endOfAbandonedRun, lastWritten, SILENCE } from "./abandonedRun";

/** The runs in the runs folder as of the last refresh, newest first. */
export class RunsList {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  runs: readonly RunSummary[] = [];

  private store: RunStore;
  private reading: Promise<void> | undefined;
  private readAgain = false;
  private recheck: NodeJS.Timeout | undefined;

  /** @param isOurs whether this window's own trainer writes the run with this id. */
  constructor(
    runsFolder: string,
    private readonly isOurs: (id: string) => boolean,
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
      for (const run of runs) await this.concludeIfAbandoned(run);
      this.runs = runs;
    } while (this.readAgain);
    this.recheckLater();
    this.changed.fire();
  }

  private async concludeIfAbandoned({ id, folder, state }: RunSummary): Promise<void> {
    if (isEnded(state) || this.isOurs(id)) return;
    const ended = endOfAbandonedRun(state, await lastWritten(folder).catch(() => Date.now()), Date.now());
    if (ended) applyEvent(state, ended);
  }

  /** A process that dies writes nothing that a watcher would tell of. */
  private recheckLater(): void {
    clearTimeout(this.recheck);
    if (this.runs.every(({ id, state }) => isEnded(state) || this.isOurs(id))) return;
    this.recheck = setTimeout(() => void this.refresh(), SILENCE).unref();
  }
}

import { basename } from "node:path";
import { Emitter } from "vscode-jsonrpc";
import { isTrainerAlive } from "../liveness/isTrainerAlive";
import type { Contact } from "../protocol/dashboardProtocol";
import { readRunName } from "../runs/labelsFile";
import type { Run } from "../runs/RunStore";
import { nextTurn } from "../runs/turns";
import type { LiveRuns } from "./LiveRuns";

/** A run that a living trainer trains, and whose trainer this window is not connected to. */
export interface DetachedRun extends Run {
  contact: Contact;
}

/** The runs whose trainers are alive and not connected to this window. */
export class DetachedRuns {
  private readonly runs = new Map<string, DetachedRun>();
  private readonly changed = new Emitter<void>();
  /** Fired when a run is added or removed, or has another contact or name. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly liveRuns: LiveRuns) {
    liveRuns.onDidChange(() => {
      for (const { run } of liveRuns.all) this.remove(run.folder);
    });
  }

  /** Newest first. */
  get all(): readonly DetachedRun[] {
    // The id of a run begins with the time at which the run was made.
    return [...this.runs.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  of(folder: string): DetachedRun | undefined {
    return this.runs.get(folder);
  }

  /**
   * Adds the runs whose trainers are alive, and removes all others.
   * @param folders the folders of all runs that name a trainer
   */
  async find(folders: readonly string[]): Promise<void> {
    for (const folder of this.runs.keys()) if (!folders.includes(folder)) this.remove(folder);
    await Promise.all(folders.map((folder) => this.look(folder)));
  }

  /**
   * Attaches to the trainer of a run. The run's contact changes only by the result: it stays `unreachable` during a
   * further attempt.
   * @returns whether this window is connected to the trainer now
   */
  async attach(folder: string): Promise<boolean> {
    const name = this.runs.get(folder)?.name ?? (await readRunName(folder));
    const run = { id: basename(folder), name, folder };
    const attached = await this.liveRuns.attach(run).catch(() => undefined);
    const known = this.runs.get(folder);
    if (!attached && known && (await isAlive(folder))) this.add({ ...known, contact: "unreachable" });
    else this.remove(folder);
    return attached !== undefined;
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async look(folder: string): Promise<void> {
    await nextTurn();
    // The training that is beginning may be the training of this run.
    await this.liveRuns.starting?.catch(() => undefined);
    if (this.liveRuns.of(folder) || !(await isAlive(folder))) return this.remove(folder);
    const name = await readRunName(folder).catch(() => basename(folder));
    const contact = this.runs.get(folder)?.contact ?? "connecting";
    this.add({ id: basename(folder), name, folder, contact });
  }

  private add(run: DetachedRun): void {
    const before = this.runs.get(run.folder);
    if (this.liveRuns.of(run.folder) || (before?.contact === run.contact && before.name === run.name)) return;
    this.runs.set(run.folder, run);
    this.changed.fire();
  }

  private remove(folder: string): void {
    if (this.runs.delete(folder)) this.changed.fire();
  }
}

async function isAlive(folder: string): Promise<boolean> {
  return (await isTrainerAlive(folder, { observe: false })) === true;
}

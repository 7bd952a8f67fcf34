import { setTimeout as sleep } from "node:timers/promises";
import { readTrainerFile } from "../liveness/trainerFile";
import { recordUnwatchedDeath } from "../liveness/unwatchedDeath";
import { isEnded } from "../runs/RunState";
import type { RunSummary } from "../runs/RunStore";
import { inTurns, nextTurn } from "../runs/turns";
import type { LiveRuns } from "./LiveRuns";
import type { RunsList } from "./RunsList";

/** Milliseconds that a refresh waits for the answer of a trainer that was found. */
const ANSWER_WITHIN = 1000;
/** Milliseconds until runs are looked at again whose trainers this window does not hear. */
const RECHECK_PAUSE = 5000;

/**
 * Keeps the list of runs true, and acts on what the list shows: attaches to the trainers of runs under way, and records
 * the deaths of trainers that died while nobody watched. In a workspace that is not trusted it does neither.
 */
export class Supervisor {
  private refreshing: Promise<void> | undefined;
  private refreshAgain = false;
  private resumed: RunSummary[] = [];
  private recheck: NodeJS.Timeout | undefined;

  constructor(
    private readonly list: RunsList,
    private readonly trainings: LiveRuns,
    private readonly isTrusted: () => boolean,
  ) {}

  /** Reads the runs folder anew; resolves when the list is at least as new as this call. */
  refresh(): Promise<void> {
    if (this.refreshing) {
      this.refreshAgain = true;
      return this.refreshing;
    }
    this.refreshing = this.refreshAll().finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  dispose(): void {
    clearTimeout(this.recheck);
  }

  private async refreshAll(): Promise<void> {
    do {
      this.refreshAgain = false;
      await this.list.refresh();
      await this.findResumed();
      if (!this.isTrusted() || this.unattached.length === 0) continue;
      await this.attach();
      await this.list.update();
      void this.recordDeaths();
    } while (this.refreshAgain);
    this.recheckLater();
  }

  /** Runs that a trainer may be at work on that this window does not hear. */
  private get unattached(): RunSummary[] {
    return [...this.list.open, ...this.resumed].filter(({ folder }) => !this.trainings.of(folder));
  }

  /** Runs whose logs tell of an end, and which name a trainer: the log tells that one is resumed from its first step on. */
  private async findResumed(): Promise<void> {
    const open = new Set(this.list.open.map(({ id }) => id));
    const resumed: RunSummary[] = [];
    for await (const run of inTurns(this.list.runs.filter(({ id }) => !open.has(id))))
      if (readTrainerFile(run.folder)) resumed.push(run);
    this.resumed = resumed;
  }

  private async attach(): Promise<void> {
    await Promise.all(this.unattached.map((run) => this.attachTo(run).catch(() => undefined)));
  }

  /** A trainer that is suspended holds up nothing; the list is read again when it answers. */
  private async attachTo(run: RunSummary): Promise<void> {
    await nextTurn();
    const attaching = this.trainings.attach(run);
    const first = await Promise.race([attaching, sleep(ANSWER_WITHIN, "late" as const, { ref: false })]);
    if (first !== "late") return;
    attaching.then(
      (late) => late && this.refresh(),
      () => undefined,
    );
  }

  /** The list shows the ends meanwhile; it is read again when the log of a run tells of one. */
  private async recordDeaths(): Promise<void> {
    const recording = this.unattached.map(async ({ folder }) => {
      await nextTurn();
      return recordUnwatchedDeath(folder).catch(() => false);
    });
    if ((await Promise.all(recording)).includes(true)) void this.refresh();
  }

  /** A process that dies writes nothing that a watcher would tell of. */
  private recheckLater(): void {
    clearTimeout(this.recheck);
    if (this.list.runs.every(({ folder, state }) => isEnded(state) || this.trainings.of(folder))) return;
    this.recheck = setTimeout(() => void this.refresh(), RECHECK_PAUSE).unref();
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import { readTrainerFile } from "../liveness/trainerFile";
import { recordUnwatchedDeath } from "../liveness/unwatchedDeath";
import { isEnded } from "../runs/RunState";
import type { RunSummary } from "../runs/RunStore";
import { inTurns, nextTurn } from "../runs/turns";
import type { LiveRuns } from "./LiveRuns";
import type { RunsList } from "./RunsList";

/** Time (ms) that a refresh waits for the answer of a trainer. */
const ANSWER_TIMEOUT_MS = 1000;
/** Time (ms) until the next refresh while a run has not ended and this window is not connected to its trainer. */
const RECHECK_MS = 5000;

/**
 * Refreshes the list of runs and attaches to the trainers of runs that have not ended or were resumed. Records the end
 * of a run whose trainer has died while no window was connected to that trainer. In a workspace that is not trusted,
 * only refreshes the list.
 */
export class Supervisor {
  private refreshing: Promise<void> | undefined;
  private refreshAgain = false;
  private resumed: RunSummary[] = [];
  private recheck: NodeJS.Timeout | undefined;

  constructor(
    private readonly list: RunsList,
    private readonly liveRuns: LiveRuns,
    private readonly isTrusted: () => boolean,
  ) {}

  /** Reads the runs folder again. Resolves when the list is at least as new as this call. */
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

  /** Reads runs with changed labels again, or the whole folder when a run is gone or a refresh is in progress. */
  async reread(ids: readonly string[]): Promise<void> {
    try {
      // A reading under way may have read the labels before they changed.
      if (!this.refreshing) return await this.list.reread(ids);
    } catch {
      // A run is gone, so that the whole folder must be read.
    }
    return this.refresh();
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

  /** Runs that may have a trainer to which this window is not connected. */
  private get unattached(): RunSummary[] {
    return [...this.list.open, ...this.resumed].filter(({ folder }) => !this.liveRuns.of(folder));
  }

  /**
   * Finds runs whose logs end with an `ended` event although their folders name a trainer. Such a run may have been
   * resumed: a resumed run logs nothing before its first step.
   */
  private async findResumed(): Promise<void> {
    const open = new Set(this.list.open.map(({ id }) => id));
    const resumed: RunSummary[] = [];
    for await (const run of inTurns(this.list.runs.filter(({ id, isHeld }) => isHeld && !open.has(id))))
      if (readTrainerFile(run.folder)) resumed.push(run);
    this.resumed = resumed;
  }

  private async attach(): Promise<void> {
    await Promise.all(this.unattached.map((run) => this.attachTo(run).catch(() => undefined)));
  }

  /**
   * Attaches to the trainer of one run. Waits at most {@link ANSWER_TIMEOUT_MS}. Refreshes the list when the trainer
   * answers later.
   */
  private async attachTo(run: RunSummary): Promise<void> {
    await nextTurn();
    const attaching = this.liveRuns.attach(run);
    const first = await Promise.race([attaching, sleep(ANSWER_TIMEOUT_MS, "late" as const, { ref: false })]);
    if (first !== "late") return;
    attaching.then(
      (late) => late && this.refresh(),
      () => undefined,
    );
  }

  /**
   * Records the ends of the runs whose trainers have died. The list shows inferred ends until the ends are recorded.
   * Refreshes the list if an end was recorded.
   */
  private async recordDeaths(): Promise<void> {
    const recording = this.unattached.map(async ({ folder }) => {
      await nextTurn();
      return recordUnwatchedDeath(folder).catch(() => false);
    });
    if ((await Promise.all(recording)).includes(true)) void this.refresh();
  }

  /**
   * Schedules a refresh if a listed run has not ended and this window is not connected to its trainer. A trainer that
   * is killed writes nothing that a watcher would report.
   */
  private recheckLater(): void {
    clearTimeout(this.recheck);
    if (this.list.runs.every(({ folder, state }) => isEnded(state) || this.liveRuns.of(folder))) return;
    this.recheck = setTimeout(() => void this.refresh(), RECHECK_MS).unref();
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import { recordUnwatchedDeath } from "../liveness/unwatchedDeath";
import { isEnded } from "../runs/RunState";
import { nextTurn } from "../runs/turns";
import type { DetachedRuns } from "./DetachedRuns";
import type { LiveRuns } from "./LiveRuns";
import type { RunsList } from "./RunsList";

/** Time (ms) that a refresh waits for the answer of a trainer after the runs folder was read. */
const ANSWER_TIMEOUT_MS = 1000;
/** Time (ms) until the next refresh while a run has not ended and this window is not connected to its trainer. */
const RECHECK_MS = 5000;

/**
 * Refreshes the list of runs. Meanwhile attaches to the trainers that the runs' folders name, without waiting until the
 * logs are read. Records the end of a run whose trainer has died while no window was connected to that trainer. In a
 * workspace that is not trusted, only refreshes the list.
 */
export class Supervisor {
  private refreshing: Promise<void> | undefined;
  private refreshAgain = false;
  private recheck: NodeJS.Timeout | undefined;
  private markFound: () => void = () => {};
  /** Resolves when the first refresh has found the living trainers, before it attaches to them and reads the logs. */
  readonly found = new Promise<void>((resolve) => {
    this.markFound = resolve;
  });

  constructor(
    private readonly list: RunsList,
    private readonly liveRuns: LiveRuns,
    private readonly detached: DetachedRuns,
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
      let unattached: string[] = [];
      let attaching: Promise<Promise<boolean>[]> = Promise.resolve([]);
      await this.list.refresh((held) => {
        if (!this.isTrusted()) return;
        unattached = held.filter((folder) => !this.liveRuns.of(folder));
        attaching = this.attach(unattached);
      });
      if (unattached.length > 0) {
        await Promise.all((await attaching).map((attached) => this.answered(attached)));
        await this.list.update();
        void this.recordDeaths(unattached);
      } else if (this.isTrusted()) await this.detached.find([]);
      this.markFound();
    } while (this.refreshAgain);
    this.recheckLater();
  }

  /**
   * Attaches to the trainers of runs.
   * @returns for each run, once the living trainers are found: whether this window is connected to its trainer then
   */
  private async attach(folders: readonly string[]): Promise<Promise<boolean>[]> {
    await this.detached.find(folders);
    this.markFound();
    return folders.map((folder) => this.detached.attach(folder).catch(() => false));
  }

  /**
   * Waits for an attempt to attach for at most {@link ANSWER_TIMEOUT_MS}. Refreshes the list if the attempt succeeds
   * later.
   */
  private async answered(attached: Promise<boolean>): Promise<void> {
    const late = sleep(ANSWER_TIMEOUT_MS, "late" as const, { ref: false });
    if ((await Promise.race([attached, late])) !== "late") return;
    void attached.then((isAttached) => {
      if (isAttached) void this.refresh();
    });
  }

  /**
   * Records the ends of the runs whose trainers have died. The list shows inferred ends until the ends are recorded.
   * Refreshes the list if an end was recorded.
   */
  private async recordDeaths(folders: readonly string[]): Promise<void> {
    const recording = folders.map(async (folder) => {
      await nextTurn();
      if (this.liveRuns.of(folder)) return false;
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

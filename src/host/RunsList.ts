import { isDeepStrictEqual } from "node:util";
import * as l10n from "@vscode/l10n";
import { Emitter } from "vscode-jsonrpc";
import { isEnded, type RunState } from "../runs/RunState";
import { byAge, type RefusedRun, RunStore, type RunSummary, RunsFolderError } from "../runs/RunStore";
import type { SummaryStore } from "../runs/SummaryCache";
import { inTurns } from "../runs/turns";
import { runsLocationSetting } from "./settings";

/** What the window adds to the runs that the list reads. */
export interface WindowState {
  /** The present state of a run, which may be newer than its log. */
  stateNow(run: RunSummary): RunState | Promise<RunState>;
  /** Whether the window is connected to the run's trainer. */
  isUnderWay(run: RunSummary): boolean;
}

/** The folder whose runs are listed, and in which new runs are made. */
export interface RunsPlace {
  folder: string;
  /**
   * What is wrong with the setting of the runs folder, in one sentence. No run is listed and none is made then.
   * Undefined for a valid setting.
   */
  problem?: string;
}

/** Time (ms) from the start of a reading of the runs folder until the runs read so far are shown. */
const FIRST_SHOWN_MS = 200;
/** Time (ms) from one update of the list to the next one during the same reading. */
const SHOWN_EVERY_MS = 1000;

/**
 * The runs in the runs folder as of the last reading, and live runs that were listed before and whose folders have
 * disappeared since or are in the runs folder of an earlier place. A reading changes no run and attaches to no process.
 */
export class RunsList {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  /** Newest first. */
  runs: readonly RunSummary[] = [];
  /** Folders that are listed and not opened as runs, each with the reason. */
  refused: readonly RefusedRun[] = [];
  /** The runs whose logs do not end with an `ended` event. */
  open: readonly RunSummary[] = [];
  /**
   * Why runs may be missing in the list, as one sentence: the setting of the runs folder is invalid, the runs folder
   * cannot be read, or it has no runs and a folder below it has some. Undefined otherwise.
   */
  problem: string | undefined;

  /** Whether the runs folder was read completely, so that a run that is not listed does not exist. */
  isWhole = false;

  private store: RunStore;
  /** For each run whose present state is not that of its log: the run as it was read. */
  private readonly asRead = new WeakMap<RunSummary, RunSummary>();
  private markShownInPart: () => void = () => {};
  /** Resolves when runs are first shown while others are still being read. */
  readonly shownInPart = new Promise<void>((resolve) => {
    this.markShownInPart = resolve;
  });

  constructor(
    private given: RunsPlace,
    private readonly window: WindowState,
    private readonly summaries?: SummaryStore,
  ) {
    this.store = new RunStore(given.folder, summaries);
  }

  get place(): RunsPlace {
    return this.given;
  }

  get folder(): string {
    return this.store.runsFolder;
  }

  /** Sets the place that the next reading lists, and empties the list except for the live runs. */
  set place(place: RunsPlace) {
    if (isDeepStrictEqual(place, this.given)) return;
    this.given = place;
    this.store = new RunStore(place.folder, this.summaries);
    this.runs = this.runs.filter((run) => this.window.isUnderWay(run));
    this.open = [];
    this.refused = [];
    this.problem = undefined;
    this.isWhole = false;
  }

  /**
   * Reads the runs folder again. Two refreshes must not overlap.
   * @param onFound as in {@link RunStore.list}. Not called if the runs folder cannot be read
   */
  async refresh(onFound: (held: string[]) => void = () => {}): Promise<void> {
    const { store } = this;
    const found = new Map<string, RunSummary>();
    let shown = 0;
    const showFound = () => {
      showing = setTimeout(showFound, SHOWN_EVERY_MS);
      if (found.size === shown || store !== this.store) return;
      shown = found.size;
      const others = this.runs.filter(({ id }) => !found.has(id));
      this.show([...found.values(), ...others].sort(byAge));
      this.markShownInPart();
    };
    let showing = setTimeout(showFound, FIRST_SHOWN_MS);
    const pending: Promise<void>[] = [];
    try {
      checkPlace(this.given);
      const onRead = (run: RunSummary | RefusedRun) => {
        if ("refusal" in run) return;
        pending.push(
          this.now(run).then((now) => {
            found.set(run.id, now);
          }),
        );
      };
      const { runs, refused, below } = await store.list(onRead, (held) => {
        if (store === this.store) onFound(held);
      });
      await Promise.all(pending);
      if (store !== this.store) return;
      this.open = runs.filter(({ state }) => !isEnded(state));
      this.refused = refused;
      this.problem =
        below &&
        l10n.t(
          "There are no runs in {0}, but {1} holds runs; set {2} to it.",
          store.runsFolder,
          below,
          runsLocationSetting,
        );
      this.isWhole = true;
    } catch (error) {
      if (store !== this.store) return;
      this.open = [];
      this.refused = [];
      this.problem = (error as Error).message;
      this.isWhole = false;
    } finally {
      clearTimeout(showing);
    }
    const read = [...found.values()];
    const gone = await this.gone(read);
    if (store === this.store) this.show([...read, ...gone].sort(byAge));
  }

  /**
   * Reads runs with changed labels again.
   * @throws Error when a run cannot be read, for example since its folder is gone
   */
  async reread(ids: readonly string[]): Promise<void> {
    const { store } = this;
    const read = await Promise.all(ids.map(async (id) => this.now(await store.summary(id))));
    const byId = new Map(read.map((run) => [run.id, run]));
    if (store === this.store) this.show(this.runs.map((run) => byId.get(run.id) ?? run));
  }

  /** Updates the state of each listed run without folding the logs again. */
  async update(): Promise<void> {
    const { store } = this;
    const pending: Promise<RunSummary>[] = [];
    for await (const run of inTurns(this.runs)) pending.push(this.now(run));
    const runs = await Promise.all(pending);
    if (store === this.store) this.show(runs);
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** Live runs that were listed before and whose folders are no longer in the runs folder, not even renamed. */
  private gone(read: readonly RunSummary[]): Promise<RunSummary[]> {
    const isRead = (run: RunSummary) =>
      read.some(({ id, created, state }) => id === run.id || (created === run.created && !isEnded(state)));
    const gone = this.runs.filter((run) => this.window.isUnderWay(run) && !isRead(run));
    return Promise.all(gone.map((run) => this.now(run)));
  }

  private show(runs: readonly RunSummary[]): void {
    this.runs = runs;
    this.changed.fire();
  }

  /**
   * The run with its present state; with the state of its log if the present state cannot be determined.
   * @param run as it was read, or a result of this method
   */
  private async now(run: RunSummary): Promise<RunSummary> {
    // A state that was determined earlier may be wrong by now, for example that of a run whose resume was undone.
    const read = this.asRead.get(run) ?? run;
    try {
      const state = await this.window.stateNow(read);
      if (state === read.state) return read;
      const now = { ...read, state };
      this.asRead.set(now, read);
      return now;
    } catch {
      return read;
    }
  }
}

/** @throws RunsFolderError if the setting of the runs folder is invalid */
export function checkPlace({ problem }: RunsPlace): void {
  if (problem !== undefined) throw new RunsFolderError(problem);
}

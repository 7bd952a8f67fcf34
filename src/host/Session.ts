import { dirname } from "node:path";
import * as l10n from "@vscode/l10n";
import { type Disposable, Emitter } from "vscode-jsonrpc";
import { isChosenLocation } from "../data/dataLocations";
import { folderIdentity } from "../files/fileVersion";
import { presentState } from "../liveness/presentState";
import { RunHeldError } from "../liveness/RunHeldError";
import type { Contact } from "../protocol/dashboardProtocol";
import type { ControlAction, TrainingTask } from "../protocol/trainerProtocol";
import { inName } from "../runs/inert";
import { LogTail } from "../runs/LogTail";
import type { ForkChanges, RunConfig } from "../runs/RunConfig";
import type { EndedEvent } from "../runs/RunEvent";
import { isEnded, type RunState } from "../runs/RunState";
import { nameParent, type Run, type RunSummary, RunsFolderError, type RunWithState } from "../runs/RunStore";
import { runExists } from "../runs/runsFolder";
import type { SummaryStore } from "../runs/SummaryCache";
import { isAllowed } from "../runs/transitions";
import { type DetachedRun, DetachedRuns } from "./DetachedRuns";
import { Display } from "./Display";
import { type LiveRun, LiveRuns, type TrainerOptions } from "./LiveRuns";
import { OpenRun } from "./OpenRun";
import { checkPlace, RunsList, type RunsPlace } from "./RunsList";
import { Supervisor } from "./Supervisor";
import { statusLabel } from "./statusLabel";

export interface SessionOptions extends TrainerOptions {
  runsPlace: RunsPlace;
  /** Where summaries of runs are kept for later windows; default: nowhere. */
  summaries?: SummaryStore;
  /**
   * The pattern of a new run's name.
   * @throws InvalidConfigError
   */
  namePattern: () => string;
  /** Whether the workspace is trusted, so that training, downloading and writing are allowed. */
  isTrusted: () => boolean;
  /** Keeps, for the next window, the id of the run on display and the id of the run that this window trains. */
  memory: { get(key: string): unknown; update(key: string, value: string): PromiseLike<void> };
}

const REMEMBERED = "runOnDisplay";
const UNDER_WAY = "runUnderWay";

/** The workspace is not trusted: nothing may be trained, downloaded or written. */
export class UntrustedWorkspaceError extends Error {
  override name = "UntrustedWorkspaceError";

  constructor() {
    super(l10n.t("Fitting Room trains nothing in a workspace that is not trusted."));
  }
}

/** Holds the live runs, the run on display and the list of runs. Fires events when they change. */
export class Session {
  readonly list: RunsList;
  /**
   * The id of the run that an earlier window of this workspace had started and that was live when the window closed;
   * undefined if there is no such run.
   */
  readonly leftRunId: string | undefined;

  private readonly liveRuns: LiveRuns;
  private readonly detachedRuns: DetachedRuns;
  private readonly display: Display;
  /** The identity of the folder of the run on display when the run was displayed. */
  private identity: string | undefined;
  private readonly supervisor: Supervisor;
  private readonly trainingChanged = new Emitter<void>();
  private readonly ownEnded = new Emitter<{ run: OpenRun; event: EndedEvent }>();
  /**
   * Fired whenever {@link LiveRuns.onDidChange} or {@link DetachedRuns.onDidChange} is fired. Also fired when another run is displayed during a training,
   * since {@link training} may then be another run, and when the run on display or a live run was renamed.
   */
  readonly onDidChangeTraining = this.trainingChanged.event;
  /** Fired for each event of a live run. */
  readonly onDidTrain;
  /** {@link Display.onDidChange}, which is also fired when the run on display or its parent was renamed. */
  readonly onDidChangeDisplayed;
  /** Fired for new events of the run on display. */
  readonly onDidAddEvents;
  /** Fired when a training ends that was started by this window or by an earlier window of this workspace. */
  readonly onDidEndOwn = this.ownEnded.event;

  private firstListing: Promise<void> | undefined;
  private restored: Promise<void> | undefined;
  private isDisposed = false;

  constructor(private readonly options: SessionOptions) {
    const left = options.memory.get(UNDER_WAY);
    this.leftRunId = typeof left === "string" && left !== "" ? left : undefined;
    this.liveRuns = new LiveRuns(options);
    this.detachedRuns = new DetachedRuns(this.liveRuns);
    this.display = new Display(this.liveRuns);
    this.onDidTrain = this.liveRuns.onDidTrain;
    this.onDidChangeDisplayed = this.display.onDidChange;
    this.onDidAddEvents = this.display.onDidAddEvents;
    const window = {
      stateNow: (run: RunSummary) => this.stateNow(run),
      isUnderWay: ({ folder }: RunSummary) => this.isLive(folder),
    };
    this.list = new RunsList(options.runsPlace, window, options.summaries);
    this.supervisor = new Supervisor(this.list, this.liveRuns, this.detachedRuns, options.isTrusted);
    this.list.onDidChange(() => {
      this.takeNames();
      void this.followRename().catch(() => undefined);
      void this.follow();
    });
    this.liveRuns.onDidChange(() => this.trainingChanged.fire());
    this.detachedRuns.onDidChange(() => this.trainingChanged.fire());
    this.liveRuns.onDidEnd((end) => this.onTrainingEnded(end));
    this.display.onDidChange((run) => this.onDisplayChanged(run));
  }

  get displayed(): OpenRun | undefined {
    return this.display.run;
  }

  /**
   * True if the run on display is not live and no longer in the runs folder, so that no action applies to it. False
   * until the folder was read completely.
   */
  get isDisplayedGone(): boolean {
    const { displayed, list } = this;
    if (!displayed || !list.isWhole || this.isLive(displayed.folder)) return false;
    return ![...list.runs, ...list.refused].some(({ folder }) => folder === displayed.folder);
  }

  /**
   * The runs folder of the run on display if that run is in another runs folder than the present one and is not live.
   * Undefined otherwise.
   */
  get displayedElsewhere(): string | undefined {
    if (!this.displayed || !this.isDisplayedGone || !runExists(this.displayed.folder)) return undefined;
    const folder = dirname(this.displayed.folder);
    return folder === this.list.folder ? undefined : folder;
  }

  /** The live run that actions apply to: the one on display if it is live, else the newest one. */
  get training(): OpenRun | undefined {
    const displayed = this.displayed && this.liveRuns.of(this.displayed.folder);
    return (displayed ?? this.liveRuns.newest)?.run;
  }

  /**
   * Resolves with the run that is starting, or with undefined when the run could not start. The property is undefined
   * while no run is starting.
   */
  get starting(): Promise<OpenRun | undefined> | undefined {
    return this.liveRuns.starting?.then(
      ({ run }) => run,
      () => undefined,
    );
  }

  /**
   * Whether this window trains: a training was requested and has not begun yet, or the window is connected to a trainer
   * or connects to one. False if all trainers that are alive are unreachable from here.
   */
  get isTraining(): boolean {
    return this.liveRuns.isActive || this.detached.some(({ contact }) => contact === "connecting");
  }

  /** The runs whose trainers are alive and not connected to this window, newest first. None without trust. */
  get detached(): readonly DetachedRun[] {
    return this.detachedRuns.all;
  }

  /**
   * The run under way that views show: the one on display if it is live or detached, else the newest live run, else the
   * newest detached run. A detached run has a `contact`.
   */
  get underWay(): (Run & { contact?: Contact }) | undefined {
    const { displayed, training } = this;
    const detached = displayed && this.detachedRuns.of(displayed.folder);
    return detached ?? training ?? this.detached[0];
  }

  /** Whether the run is live or detached. */
  isUnderWay(folder: string): boolean {
    return this.isLive(folder) || this.detachedRuns.of(folder) !== undefined;
  }

  get live(): OpenRun[] {
    return this.liveRuns.all.map(({ run }) => run);
  }

  /** Finds a run by its id: the run on display, a live run or a listed run. */
  find(id: string): RunWithState | undefined {
    const known = [...(this.displayed ? [this.displayed] : []), ...this.live, ...this.list.runs];
    return known.find((run) => run.id === id);
  }

  /**
   * Whether this window or an earlier one of this workspace started the training, so that its end is announced here.
   */
  isOwn({ id, folder }: Run): boolean {
    return this.liveRuns.of(folder)?.isOwn === true || id === this.leftRunId;
  }

  /** Whether this window is connected to the run's trainer. */
  isLive(folder: string): boolean {
    return this.liveRuns.of(folder) !== undefined;
  }

  /**
   * Reads the runs folder again. In a trusted workspace, also attaches to trainers, and records the end of runs whose
   * trainers have died. Resolves when the list is at least as new as this call.
   */
  refresh(): Promise<void> {
    return this.supervisor.refresh();
  }

  /**
   * Resolves when the living trainers of the runs folder were found once, so that {@link detached} is known. Begins the
   * first reading of the runs folder, and does not wait for it.
   */
  found(): Promise<void> {
    void this.listed();
    return this.supervisor.found;
  }

  /** Reads runs with changed labels again. Resolves when the list has the labels. */
  reread(ids: readonly string[]): Promise<void> {
    return this.supervisor.reread(ids);
  }

  /**
   * Starts a training and displays its run.
   * @throws UntrustedWorkspaceError; Error with a one-sentence message for the user, when the training cannot start.
   */
  async train(config: RunConfig): Promise<LiveRun> {
    return this.start({ config, ...this.newRun });
  }

  /**
   * Starts a new run at a checkpoint of another run and displays the new run.
   * @param checkpoint the checkpoint's file, as the other run's log names it
   * @param location current folder of the data set. Default: the folder in the other run's configuration
   * @throws as {@link train} does
   */
  async fork({ folder }: Run, checkpoint: string, changes: ForkChanges, location?: string): Promise<LiveRun> {
    return this.start({ ...this.newRun, fork: { folder, checkpoint, changes, location } });
  }

  /**
   * Resumes an ended run from its newest checkpoint and displays the run. If another process has resumed the run
   * meanwhile, attaches to the run's trainer instead.
   * @param epochs number of epochs of the whole run, with those before the resume. Default: the number that the run has
   * @param location current folder of the data set. Default: the folder in the run's configuration
   * @throws as {@link train} does, and for a run that is not listed or whose status does not allow a resume
   */
  async resume({ name, folder }: Run, epochs?: number, location?: string): Promise<LiveRun> {
    await this.refresh();
    await this.settle();
    const run = this.list.runs.find((listed) => listed.folder === folder);
    if (!run && this.list.problem !== undefined) throw new RunsFolderError(this.list.problem);
    if (!run) throw new Error(l10n.t("The run {0} is no longer in {1}.", inName(name), this.list.folder));
    // The trainer may be slower to answer than a refresh waits.
    if (this.detachedRuns.of(folder)?.contact === "connecting") await this.detachedRuns.attach(folder);
    const live = this.liveRuns.of(folder);
    if (live) return this.join(live, epochs);
    if (!isAllowed(run.state.status, "resumeRun"))
      throw new Error(
        l10n.t(
          "The run {0} cannot be resumed now; its state: {1}.",
          inName(name),
          statusLabel(run.state.status),
        ),
      );
    const known = new OpenRun(run.id, run.name, folder);
    await known.addAll(new LogTail(folder).read());
    try {
      return await this.start({ resume: { folder, epochs, location } }, known);
    } catch (error) {
      if (!(error instanceof RunHeldError)) throw error;
      await this.liveRuns.attach(run);
      const held = this.liveRuns.of(folder);
      if (!held) throw error;
      return this.join(held, epochs);
    }
  }

  /**
   * Sends a control action to the run's trainer.
   * @throws Error with a one-sentence message for the user, when the action is not possible now
   */
  async control({ name, folder }: Run, action: ControlAction): Promise<void> {
    const live = this.liveRuns.of(folder);
    if (!live) throw new Error(notConnected(name));
    await live.training.control(action);
  }

  /**
   * Stops a live run. Resolves when the run's trainer process is gone, at once if the run is not under way.
   * @throws Error with a one-sentence message for the user, for a detached run
   */
  async stop({ name, folder }: Run): Promise<void> {
    const live = this.liveRuns.of(folder);
    if (!live && this.isUnderWay(folder)) throw new Error(notConnected(name));
    await live?.training.stop();
    await live?.ended;
  }

  /**
   * Kills the trainer process of a run. A pending {@link stop} then resolves.
   * @returns false if the process cannot be killed from here, for example since it is on another machine; true if the
   * process was killed, or if the run is not live
   */
  endProcess({ folder }: Run): boolean {
    return this.liveRuns.of(folder)?.training.kill() ?? true;
  }

  /** Resolves when the training that is starting has begun or failed, and the processes of all ended runs are gone. */
  async settle(): Promise<void> {
    await this.starting;
    // The state of a run that another process has just resumed is also that of an ended run, until an event follows the
    // former `ended` event in the run's log.
    await this.until(() => this.liveRuns.all.every(({ run }) => !isEnded(run.state)));
  }

  /** @throws UntrustedWorkspaceError unless the workspace is trusted */
  requireTrust(): void {
    if (!this.options.isTrusted()) throw new UntrustedWorkspaceError();
  }

  /** Whether the data folder of a run may be read without a question to the user. */
  isChosenLocation(location: string): boolean {
    return isChosenLocation(this.options.cacheFolder, location);
  }

  show(run: Run): Promise<void> {
    return this.display.show(run);
  }

  /**
   * Displays a first run: the run that was displayed last in this workspace, else the newest run, else the first run
   * that appears. If a run was displayed last, displays nothing until that run is listed, or the runs folder was read
   * completely or could not be read. Works once for each session, and once more after {@link moveTo} has taken the run
   * off the display. Displays nothing if another run was requested before.
   */
  restore(): Promise<void> {
    this.restored ??= (async () => {
      await this.listed();
      this.list.onDidChange(() => void this.showFirst().catch(() => undefined));
      await this.showFirst();
    })();
    return this.restored;
  }

  /**
   * Lists the runs of another runs folder, in which new runs are made from then on. A run on display that this window
   * does not train gives way to a first run of the other folder, as {@link restore} displays it. Resolves when the other
   * folder was read.
   */
  moveTo(place: RunsPlace): Promise<void> {
    const { displayed, list } = this;
    const isOther = place.folder !== list.place.folder;
    list.place = place;
    if (isOther && displayed && this.liveRuns.of(displayed.folder)?.isOwn !== true) this.display.clear();
    return this.refresh();
  }

  /** Reads the runs folder, once for each session. Resolves when it was read, or when some of its runs are listed. */
  listed(): Promise<void> {
    this.firstListing ??= Promise.race([this.refresh(), this.list.shownInPart]);
    return this.firstListing;
  }

  follow(): Promise<void> {
    return this.display.follow();
  }

  /**
   * Removes {@link leftRunId} from the memory. Called when that run has ended. Does nothing during a training, since
   * the memory may then hold the id of the run in training.
   */
  forgetLeftRun(): void {
    if (!this.liveRuns.isActive) this.remember(UNDER_WAY, "");
  }

  /**
   * Disconnects from all trainers. The trainers continue for their grace period, in which another window can attach.
   */
  dispose(): void {
    this.isDisposed = true;
    this.liveRuns.dispose();
    this.detachedRuns.dispose();
    this.supervisor.dispose();
    this.list.dispose();
    this.display.dispose();
    for (const emitter of [this.trainingChanged, this.ownEnded]) emitter.dispose();
  }

  /** Gives the run on display, the live runs and their parents the names that the list has read. */
  private takeNames(): void {
    for (const run of new Set([...(this.displayed ? [this.displayed] : []), ...this.live])) {
      const isRenamed = this.takeName(run);
      const isNamed = this.nameParent(run) || isRenamed;
      if (isNamed && run === this.displayed) this.display.showAgain();
      if (isRenamed) this.trainingChanged.fire();
    }
  }

  /** Gives a run the name that the list has read. @returns whether the run's name has changed */
  private takeName(run: OpenRun): boolean {
    const listed = this.list.runs.find(({ folder }) => folder === run.folder);
    if (listed === undefined || listed.name === run.name) return false;
    run.name = listed.name;
    return true;
  }

  /**
   * Updates the name of the parent in a fork's state: the parent may have been renamed since the fork's events were
   * logged.
   * @returns whether the parent's name has changed
   */
  private nameParent({ state }: OpenRun): boolean {
    return nameParent(state, (id) => this.list.runs.find((run) => run.id === id));
  }

  /** If the folder of the run on display was renamed within the runs folder, displays the run by its new name. */
  private async followRename(): Promise<void> {
    const { isDisplayedGone, identity, list } = this;
    if (!isDisplayedGone || identity === undefined) return;
    const renamed = list.runs.find(({ folder }) => folderIdentity(folder) === identity);
    if (renamed) await this.show(renamed);
  }

  private async showFirst(): Promise<void> {
    if (this.display.isAsked) return;
    const { runs, isWhole, problem } = this.list;
    const remembered = this.options.memory.get(REMEMBERED);
    const last = runs.find(({ id }) => id === remembered);
    // While the list is shown in part, the run that was displayed last may still be missing in it.
    const isAwaited = !last && remembered !== undefined && !isWhole && problem === undefined;
    const run = last ?? runs[0];
    if (run && !isAwaited) await this.show(run);
  }

  /** The runs folder of a new run, and the pattern of the run's name. @throws RunsFolderError, InvalidConfigError */
  private get newRun(): { runsFolder: string; name: string } {
    checkPlace(this.list.place);
    return { runsFolder: this.list.folder, name: this.options.namePattern() };
  }

  private async start(task: TrainingTask, known?: OpenRun): Promise<LiveRun> {
    this.requireTrust();
    if (this.liveRuns.isActive) throw new Error(l10n.t("A training is under way already."));
    const live = await this.liveRuns.start(task, known);
    if (this.isLive(live.run.folder)) this.remember(UNDER_WAY, live.run.id);
    await this.refresh();
    await this.show(live.run);
    return live;
  }

  /**
   * Displays a run that another process has resumed. Requests more epochs if that process requested fewer.
   * @param epochs number of epochs of the whole run, as requested in this window. Default: what the other process
   * requested
   */
  private async join(live: LiveRun, epochs = 0): Promise<LiveRun> {
    const { run, training } = live;
    await this.refresh();
    await this.show(run);
    if (epochs <= (run.state.totalEpochs ?? 0)) return live;
    // The log may not hold the `resumed` event yet, which states the number of epochs.
    const { length } = run.state.losses;
    const isBegun = () => run.state.losses.length > length || run.state.status === "paused";
    await this.until(() => isBegun() || !this.isLive(run.folder));
    if (epochs > (run.state.totalEpochs ?? 0)) await training.control({ action: "epochs", value: epochs });
    return live;
  }

  /** Resolves when a condition of the live runs is true. */
  private until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const listeners: Disposable[] = [];
      const check = () => {
        if (!isSo()) return;
        for (const listener of listeners) listener.dispose();
        resolve();
      };
      listeners.push(this.liveRuns.onDidChange(check), this.liveRuns.onDidTrain(check));
      check();
    });
  }

  /** For a live run, its state in memory. For another run, the state by {@link presentState}. */
  private async stateNow(run: RunSummary): Promise<RunState> {
    const live = this.liveRuns.of(run.folder);
    return live ? live.run.state : presentState(run);
  }

  private onDisplayChanged(run: OpenRun | undefined): void {
    if (!run) this.identity = undefined;
    else this.onDisplayed(run);
    // The displayed run decides which run {@link training} and {@link underWay} return.
    if (this.isTraining) this.trainingChanged.fire();
  }

  private onDisplayed(run: OpenRun): void {
    // The run may have been renamed while its log was read.
    this.takeName(run);
    this.nameParent(run);
    this.identity = folderIdentity(run.folder);
    this.remember(REMEMBERED, run.id);
  }

  private onTrainingEnded({ live: { run, isOwn }, event }: { live: LiveRun; event: EndedEvent }): void {
    // The window closes, and its training continues. The next window needs the id of the run in the memory.
    if (this.isDisposed) return;
    void this.refresh();
    if (!isOwn && run.id !== this.leftRunId) return;
    this.remember(UNDER_WAY, "");
    this.ownEnded.fire({ run, event });
  }

  private remember(key: string, value: string): void {
    void this.options.memory.update(key, value);
  }
}

/** The sentence that a run cannot be controlled, since this window is not connected to its trainer. */
function notConnected(name: string): string {
  return l10n.t("The run {0} is not trained by a process that this window is connected to.", inName(name));
}

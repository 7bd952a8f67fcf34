import { type Disposable, Emitter } from "vscode-jsonrpc";
import { isChosenLocation } from "../data/dataLocations";
import { inferredEnd, withEnd } from "../liveness/inferredEnd";
import { RunHeldError } from "../liveness/RunHeldError";
import type { ControlAction, TrainingTask } from "../protocol/trainerProtocol";
import { inName } from "../runs/inert";
import type { ForkChanges, RunConfig } from "../runs/RunConfig";
import type { EndedEvent } from "../runs/RunEvent";
import { isEnded, type RunState } from "../runs/RunState";
import type { Run, RunSummary, RunWithState } from "../runs/RunStore";
import { isAllowed } from "../runs/transitions";
import { Display } from "./Display";
import { type LiveRun, LiveRuns, type TrainerOptions } from "./LiveRuns";
import { LogTail } from "./LogTail";
import { OpenRun } from "./OpenRun";
import { RunsList } from "./RunsList";
import { Supervisor } from "./Supervisor";

export interface SessionOptions extends TrainerOptions {
  runsFolder: string;
  /** Whether the workspace may have anything trained, downloaded or written. */
  isTrusted: () => boolean;
  /** Remembers the run on display and the one under way from one window to the next. */
  memory: { get(key: string): unknown; update(key: string, value: string): PromiseLike<void> };
}

const REMEMBERED = "runOnDisplay";
const UNDER_WAY = "runUnderWay";

/** Nothing is trained, downloaded or written in a workspace that nobody trusts. */
export class UntrustedWorkspaceError extends Error {
  override name = "UntrustedWorkspaceError";

  constructor() {
    super("Fitting Room trains nothing in a workspace that is not trusted.");
  }
}

/** Owns the trainings under way and the run on display, and tells whoever shows them what happens. */
export class Session {
  readonly list: RunsList;
  /** The run that was under way when an earlier window of this workspace went away. */
  readonly leftRunId: string | undefined;

  private readonly trainings: LiveRuns;
  private readonly display: Display;
  private readonly supervisor: Supervisor;
  private readonly trainingChanged = new Emitter<void>();
  private readonly ownEnded = new Emitter<{ run: OpenRun; event: EndedEvent }>();
  /** A training was asked for, began, was found or is over, or another is {@link training}. */
  readonly onDidChangeTraining = this.trainingChanged.event;
  /** Something happened in a training under way. */
  readonly onDidTrain;
  /** Another run is on display. */
  readonly onDidChangeDisplayed;
  /** Something happened in the run on display. */
  readonly onDidAddEvents;
  /** A training is over that this window started, or an earlier one of this workspace. */
  readonly onDidEndOwn = this.ownEnded.event;

  private restored: Promise<void> | undefined;
  private isDisposed = false;

  constructor(private readonly options: SessionOptions) {
    const left = options.memory.get(UNDER_WAY);
    this.leftRunId = typeof left === "string" && left !== "" ? left : undefined;
    this.trainings = new LiveRuns(options);
    this.display = new Display(this.trainings);
    this.onDidTrain = this.trainings.onDidTrain;
    this.onDidChangeDisplayed = this.display.onDidChange;
    this.onDidAddEvents = this.display.onDidAddEvents;
    this.list = new RunsList(options.runsFolder, {
      stateNow: (run) => this.stateNow(run),
      isUnderWay: ({ folder }) => this.isLive(folder),
    });
    this.supervisor = new Supervisor(this.list, this.trainings, options.isTrusted);
    this.list.onDidChange(() => void this.follow());
    this.trainings.onDidChange(() => this.trainingChanged.fire());
    this.trainings.onDidEnd((end) => this.onTrainingEnded(end));
    this.display.onDidChange((run) => this.onDisplayChanged(run));
  }

  get displayed(): OpenRun | undefined {
    return this.display.run;
  }

  /** Whether the run on display is not trained here and no longer in the runs folder, so that nothing can be done to it. */
  get isDisplayedGone(): boolean {
    const { displayed, list } = this;
    if (!displayed || !list.isWhole || this.isLive(displayed.folder)) return false;
    return ![...list.runs, ...list.refused].some(({ folder }) => folder === displayed.folder);
  }

  /** The run whose progress is told beside the dashboard: the one on display while it is trained, else the newest. */
  get training(): OpenRun | undefined {
    const displayed = this.displayed && this.trainings.of(this.displayed.folder);
    return (displayed ?? this.trainings.newest)?.run;
  }

  /** The run that is about to begin, once it has; undefined where none is or it cannot. */
  get starting(): Promise<OpenRun | undefined> | undefined {
    return this.trainings.starting?.then(
      ({ run }) => run,
      () => undefined,
    );
  }

  get isTraining(): boolean {
    return this.trainings.starting !== undefined || this.trainings.all.length > 0;
  }

  /** The runs under way that this window has hold of. */
  get live(): OpenRun[] {
    return this.trainings.all.map(({ run }) => run);
  }

  /** The run of this id: the one on display, one under way, or else one of the list. */
  find(id: string): RunWithState | undefined {
    const known = [...(this.displayed ? [this.displayed] : []), ...this.live, ...this.list.runs];
    return known.find((run) => run.id === id);
  }

  /** Whether a training is this window's, or an earlier one's of this workspace, so that its user is told of it here. */
  isOwn({ id, folder }: Run): boolean {
    return this.trainings.of(folder)?.isOwn === true || id === this.leftRunId;
  }

  /** Whether the window hears of whatever happens in a run. */
  isLive(folder: string): boolean {
    return this.trainings.of(folder) !== undefined;
  }

  /**
   * Reads the runs folder anew and, in a workspace that is trusted, attaches to trainers and records deaths; resolves
   * when the list is at least as new as this call.
   */
  refresh(): Promise<void> {
    return this.supervisor.refresh();
  }

  /**
   * Starts a training and displays it.
   * @throws UntrustedWorkspaceError; Error, one sentence for the user, when it cannot start.
   */
  train(config: RunConfig): Promise<LiveRun> {
    return this.start({ config, runsFolder: this.list.folder });
  }

  /**
   * Starts a new run from a checkpoint of another, as the other's log names it, and displays it.
   * @param location of the data set by now; where it was before when left out
   * @throws as {@link train} does
   */
  fork({ folder }: Run, checkpoint: string, changes: ForkChanges, location?: string): Promise<LiveRun> {
    return this.start({ runsFolder: this.list.folder, fork: { folder, checkpoint, changes, location } });
  }

  /**
   * Goes on with an ended run from its newest checkpoint and displays it. Where another window has done so meanwhile,
   * the run is followed.
   * @param epochs of the whole run; as many as before when left out
   * @param location of the data set by now; where it was before when left out
   * @throws as {@link train} does, and for a run that is not known to have ended
   */
  async resume({ name, folder }: Run, epochs?: number, location?: string): Promise<LiveRun> {
    await this.refresh();
    await this.settle();
    const run = this.list.runs.find((listed) => listed.folder === folder);
    if (!run) throw new Error(`The run ${inName(name)} is no longer in ${this.list.folder}.`);
    const live = this.trainings.of(folder);
    if (live) return this.join(live, epochs);
    if (!isAllowed(run.state.status, "resumeRun"))
      throw new Error(`The run ${inName(name)} cannot be resumed while it is ${run.state.status}.`);
    const known = new OpenRun(run.id, run.name, folder);
    await known.addAll(new LogTail(folder).read());
    try {
      return await this.start({ resume: { folder, epochs, location } }, known);
    } catch (error) {
      if (!(error instanceof RunHeldError)) throw error;
      await this.trainings.attach(run);
      const held = this.trainings.of(folder);
      if (!held) throw error;
      return this.join(held, epochs);
    }
  }

  /**
   * Takes hold of a run between two batches, and of no other.
   * @throws Error, one sentence for the user, when it cannot be done now.
   */
  async control({ name, folder }: Run, action: ControlAction): Promise<void> {
    const live = this.trainings.of(folder);
    if (!live)
      throw new Error(`The run ${inName(name)} is not trained by a process that this window has hold of.`);
    await live.training.control(action);
  }

  /** Ends a run, if it is under way; resolves when its process is gone. */
  async stop({ folder }: Run): Promise<void> {
    const live = this.trainings.of(folder);
    await live?.training.stop();
    await live?.ended;
  }

  /**
   * Ends the process of a run that does not answer; {@link stop} resolves then, too.
   * @returns false where the process cannot be ended from here
   */
  endProcess({ folder }: Run): boolean {
    return this.trainings.of(folder)?.training.kill() ?? true;
  }

  /** Resolves when what is starting has begun, and the processes of runs that have ended are gone. */
  async settle(): Promise<void> {
    await this.starting;
    // The log of a run that another window has just resumed tells of an end until the trainer says otherwise.
    await this.until(() => this.trainings.all.every(({ run }) => !isEnded(run.state)));
  }

  /** @throws UntrustedWorkspaceError */
  requireTrust(): void {
    if (!this.options.isTrusted()) throw new UntrustedWorkspaceError();
  }

  /** Whether the user has trained with the data in a folder before. */
  isChosenLocation(location: string): boolean {
    return isChosenLocation(this.options.cacheFolder, location);
  }

  /** Puts a run of the list on display. */
  show(run: Run): Promise<void> {
    return this.display.show(run);
  }

  /** Displays, once, what the window displayed last, or else the newest run; where there is none, the first that comes. */
  restore(): Promise<void> {
    this.restored ??= (async () => {
      await Promise.race([this.refresh(), this.list.shownInPart]);
      this.list.onDidChange(() => void this.showFirst().catch(() => undefined));
      await this.showFirst();
    })();
    return this.restored;
  }

  /** Reads on in the run on display, when a process may have added to it that this window does not hear. */
  follow(): Promise<void> {
    return this.display.follow();
  }

  /** To be called when the user has been told of the run that an earlier window left. */
  forgetLeftRun(): void {
    if (!this.isTraining) this.remember(UNDER_WAY, "");
  }

  /** Lets go of the trainings under way: they go on for their grace period, for another window to find. */
  dispose(): void {
    this.isDisposed = true;
    this.trainings.dispose();
    this.supervisor.dispose();
    this.list.dispose();
    this.display.dispose();
    for (const emitter of [this.trainingChanged, this.ownEnded]) emitter.dispose();
  }

  private async showFirst(): Promise<void> {
    if (this.display.isAsked) return;
    const remembered = this.options.memory.get(REMEMBERED);
    const run = this.list.runs.find(({ id }) => id === remembered) ?? this.list.runs[0];
    if (run) await this.show(run);
  }

  private async start(task: TrainingTask, known?: OpenRun): Promise<LiveRun> {
    this.requireTrust();
    if (this.isTraining) throw new Error("A training is under way already.");
    const live = await this.trainings.start(task, known);
    if (this.isLive(live.run.folder)) this.remember(UNDER_WAY, live.run.id);
    await this.refresh();
    await this.show(live.run);
    return live;
  }

  /**
   * Displays a run that another process trains already, as it was to be.
   * @param epochs of the whole run, if it is to have more than it has
   */
  private async join(live: LiveRun, epochs = 0): Promise<LiveRun> {
    const { run, training } = live;
    await this.refresh();
    await this.show(run);
    if (epochs <= (run.state.totalEpochs ?? 0)) return live;
    // Its log may not tell yet that it was resumed, and with how many epochs.
    const { length } = run.state.losses;
    const isBegun = () => run.state.losses.length > length || run.state.status === "paused";
    await this.until(() => isBegun() || !this.isLive(run.folder));
    if (epochs > (run.state.totalEpochs ?? 0)) await training.control({ action: "epochs", value: epochs });
    return live;
  }

  /** Resolves when something is true of the trainings under way. */
  private until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const listeners: Disposable[] = [];
      const check = () => {
        if (!isSo()) return;
        for (const listener of listeners) listener.dispose();
        resolve();
      };
      listeners.push(this.trainings.onDidChange(check), this.trainings.onDidTrain(check));
      check();
    });
  }

  /** A run's state by its trainer's own word, if this window hears it; else by its log and what that lacks. */
  private async stateNow(run: RunSummary): Promise<RunState> {
    const live = this.trainings.of(run.folder);
    if (live) return live.run.state;
    const ended = await inferredEnd(run.folder, run.state);
    return ended ? withEnd(run.state, ended) : run.state;
  }

  private onDisplayChanged(run: OpenRun): void {
    this.remember(REMEMBERED, run.id);
    // Another one may be {@link training} now.
    if (this.isTraining) this.trainingChanged.fire();
  }

  private onTrainingEnded({ live: { run, isOwn }, event }: { live: LiveRun; event: EndedEvent }): void {
    // A window that goes away leaves its training to the next one, which is to know of it.
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

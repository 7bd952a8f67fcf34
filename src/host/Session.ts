import { setTimeout as sleep } from "node:timers/promises";
import { Emitter } from "vscode-jsonrpc";
import type { ForkChanges, RunConfig } from "../runs/RunConfig";
import type { EndedEvent, RunEvent } from "../runs/RunEvent";
import { applyEvent, isEnded, type RunState } from "../runs/RunState";
import type { RunSummary } from "../runs/RunStore";
import { isAllowed } from "../runs/transitions";
import type { ControlAction, TrainingTask } from "../trainer/trainerProtocol";
import { endOfAbandonedRun } from "./abandonedRun";
import { LogTail } from "./LogTail";
import { OpenRun, type RunPlace } from "./OpenRun";
import { RunsList } from "./RunsList";
import { type LiveRun, type TrainerOptions, Trainings } from "./Trainings";

export interface SessionOptions extends TrainerOptions {
  runsFolder: string;
  /** Whether the workspace may have anything trained, downloaded or written. */
  isTrusted: () => boolean;
  /** Remembers the run on display and the one under way from one window to the next. */
  memory: { get(key: string): unknown; update(key: string, value: string): PromiseLike<void> };
}

/** How long the list waits for a trainer's answer, in milliseconds. */
const PATIENCE = 1000;

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
  displayed: OpenRun | undefined;

  private readonly trainings: Trainings;
  private readonly trainingChanged = new Emitter<void>();
  private readonly displayedChanged = new Emitter<void>();
  private readonly eventsAdded = new Emitter<{ run: OpenRun; events: RunEvent[] }>();
  private readonly ownEnded = new Emitter<{ run: OpenRun; event: EndedEvent }>();
  /** A training was asked for, began, was found or is over, or another is {@link training}. */
  readonly onDidChangeTraining = this.trainingChanged.event;
  /** Something happened in a training under way. */
  readonly onDidTrain;
  /** Another run is on display. */
  readonly onDidChangeDisplayed = this.displayedChanged.event;
  /** Something happened in the run on display. */
  readonly onDidAddEvents = this.eventsAdded.event;
  /** A training is over that this window started, or an earlier one of this workspace. */
  readonly onDidEndOwn = this.ownEnded.event;

  private restored: Promise<void> | undefined;
  /** Of a run on display that this window has no hold of. */
  private tail: LogTail | undefined;
  private following: Promise<void> = Promise.resolve();
  /** Counts what was asked to be displayed, so that the last wish wins however long reading takes. */
  private wish = 0;
  private isDisposed = false;

  constructor(private readonly options: SessionOptions) {
    const left = options.memory.get(UNDER_WAY);
    this.leftRunId = typeof left === "string" && left !== "" ? left : undefined;
    this.trainings = new Trainings(options);
    this.onDidTrain = this.trainings.onDidTrain;
    this.list = new RunsList(options.runsFolder, this);
    this.list.onDidChange(() => void this.follow());
    this.trainings.onDidChange(() => this.onTrainingsChanged());
    this.trainings.onDidTrain(({ run, event }) => this.tellOfDisplayed(run, [event]));
    this.trainings.onDidEnd((end) => this.onTrainingEnded(end));
  }

  /** The run that controls take hold of: the one on display while it is trained, else the newest one that is. */
  get training(): OpenRun | undefined {
    return this.controlled?.run;
  }

  get isTraining(): boolean {
    return this.trainings.starting !== undefined || this.trainings.all.length > 0;
  }

  /** The runs under way that this window has hold of. */
  get live(): OpenRun[] {
    return this.trainings.all.map(({ run }) => run);
  }

  isLive(folder: string): boolean {
    return this.trainings.of(folder) !== undefined;
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
   * @throws as {@link train} does
   */
  fork({ folder }: RunPlace, checkpoint: string, changes: ForkChanges): Promise<LiveRun> {
    return this.start({ runsFolder: this.list.folder, fork: { folder, checkpoint, changes } });
  }

  /**
   * Goes on with an ended run from its newest checkpoint and displays it.
   * @param epochs of the whole run; as many as before when left out
   * @throws as {@link train} does, and for a run that is not known to have ended
   */
  async resume({ name, folder }: RunPlace, epochs?: number): Promise<LiveRun> {
    await this.list.refresh();
    const run = this.list.runs.find((listed) => listed.folder === folder);
    if (!run) throw new Error(`The run ${name} is no longer in ${this.list.folder}.`);
    if (!isAllowed(run.state.status, "resumeRun"))
      throw new Error(`The run ${name} cannot be resumed while it is ${run.state.status}.`);
    const recorded = await new LogTail(folder).read();
    return this.start({ resume: { folder, epochs } }, { name: run.name, recorded });
  }

  /**
   * Takes hold of {@link training} between two batches.
   * @throws Error, one sentence for the user, when it cannot be done now.
   */
  async control(action: ControlAction): Promise<void> {
    const live = await this.controlledSoon();
    if (!live) throw new Error("No training is under way.");
    await live.training.control(action);
  }

  /** Ends {@link training}, if there is one; resolves when its process is gone. */
  async stop(): Promise<void> {
    await end(await this.controlledSoon());
  }

  /** Ends every training under way; resolves when their processes are gone. */
  async stopAll(): Promise<void> {
    await this.trainings.starting?.catch(() => undefined);
    await Promise.all(this.trainings.all.map(end));
  }

  /** @throws UntrustedWorkspaceError */
  requireTrust(): void {
    if (!this.options.isTrusted()) throw new UntrustedWorkspaceError();
  }

  /** Puts a run of the list on display. */
  async show({ id, name, folder }: RunPlace): Promise<void> {
    const wish = ++this.wish;
    if (!this.isLive(folder)) {
      const run = new OpenRun(id, name, folder);
      const tail = new LogTail(folder);
      run.add(await tail.read());
      await this.concludeIfAbandoned(run, tail);
      if (wish !== this.wish) return;
      if (!this.isLive(folder)) return this.display(run, tail);
    }
    this.display(this.trainings.of(folder)!.run);
  }

  /** Displays, once, what the window displayed last, or else the newest run. */
  restore(): Promise<void> {
    this.restored ??= (async () => {
      await this.list.refresh();
      if (this.displayed) return;
      const remembered = this.options.memory.get(REMEMBERED);
      const run = this.list.runs.find(({ id }) => id === remembered) ?? this.list.runs[0];
      if (run) await this.show(run);
    })();
    return this.restored;
  }

  /** Reads on in the run on display, when a process may have added to it that this window does not hear. */
  follow(): Promise<void> {
    // A log that cannot be read now may be readable at its next change.
    this.following = this.following.then(() => this.readOn()).catch(() => undefined);
    return this.following;
  }

  /** A run's state by its trainer's own word, if this window can hear it; else by its log and what that lacks. */
  async stateNow(run: RunSummary): Promise<RunState> {
    if (isEnded(run.state)) return this.trainings.of(run.folder)?.run.state ?? run.state;
    const live = this.options.isTrusted() ? await this.attachSoon(run) : undefined;
    if (live) return live.state;
    const ended = await endOfAbandonedRun(run.folder, run.state);
    if (ended) applyEvent(run.state, ended);
    return run.state;
  }

  /** To be called when the user has been told of the run that an earlier window left. */
  forgetLeftRun(): void {
    if (!this.isTraining) this.remember(UNDER_WAY, "");
  }

  /** Lets go of the trainings under way: they go on for their grace period, for another window to find. */
  dispose(): void {
    this.isDisposed = true;
    this.trainings.dispose();
    this.list.dispose();
    for (const emitter of [this.trainingChanged, this.displayedChanged, this.eventsAdded, this.ownEnded])
      emitter.dispose();
  }

  private get controlled(): LiveRun | undefined {
    const displayed = this.displayed && this.trainings.of(this.displayed.folder);
    return displayed ?? this.trainings.newest;
  }

  /** The same, waited for while it starts. */
  private async controlledSoon(): Promise<LiveRun | undefined> {
    return this.controlled ?? (await this.trainings.starting?.catch(() => undefined));
  }

  private async start(task: TrainingTask, known?: Parameters<Trainings["start"]>[1]): Promise<LiveRun> {
    this.requireTrust();
    if (this.isTraining) throw new Error("A training is under way already.");
    const live = await this.trainings.start(task, known);
    if (this.isLive(live.run.folder)) this.remember(UNDER_WAY, live.run.id);
    await this.list.refresh();
    this.display(live.run);
    return live;
  }

  /** What a trainer that is suspended would hold up goes on without it; the list is read again when it answers. */
  private async attachSoon(run: RunSummary): Promise<OpenRun | undefined> {
    const attaching = this.trainings.attach(run);
    const first = await Promise.race([attaching, sleep(PATIENCE, "late" as const, { ref: false })]);
    if (first !== "late") return first;
    attaching.then(
      (late) => late && this.list.refresh(),
      () => undefined,
    );
    return undefined;
  }

  private onTrainingsChanged(): void {
    const live = this.displayed && this.trainings.of(this.displayed.folder);
    if (live && live.run !== this.displayed) this.display(live.run);
    this.trainingChanged.fire();
  }

  private onTrainingEnded({ live: { run, isOwn }, event }: { live: LiveRun; event: EndedEvent }): void {
    // A window that goes away leaves its training to the next one, which is to know of it.
    if (this.isDisposed) return;
    void this.list.refresh();
    if (!isOwn && run.id !== this.leftRunId) return;
    this.remember(UNDER_WAY, "");
    this.ownEnded.fire({ run, event });
  }

  private remember(key: string, value: string): void {
    void this.options.memory.update(key, value);
  }

  private async readOn(): Promise<void> {
    const { displayed, tail } = this;
    if (!displayed || !tail) return;
    const wasConcluded = displayed.state.status === "interrupted";
    const events = await tail.read();
    if (displayed !== this.displayed) return;
    if (events.length === 0) return this.concludeIfAbandoned(displayed, tail);
    if (wasConcluded) return this.show(displayed);
    this.add(displayed, events);
  }

  /** @param tail of a run that this window has no hold of */
  private display(run: OpenRun, tail?: LogTail): void {
    const { training } = this;
    this.wish++;
    this.tail = tail;
    if (run === this.displayed) return;
    this.displayed = run;
    this.remember(REMEMBERED, run.id);
    this.displayedChanged.fire();
    if (training !== this.training) this.trainingChanged.fire();
  }

  private add(run: OpenRun, events: RunEvent[]): void {
    run.add(events);
    this.tellOfDisplayed(run, events);
  }

  private tellOfDisplayed(run: OpenRun, events: RunEvent[]): void {
    if (run === this.displayed) this.eventsAdded.fire({ run, events });
  }

  private async concludeIfAbandoned(run: OpenRun, tail: LogTail): Promise<void> {
    const ended = await endOfAbandonedRun(run.folder, run.state);
    if (ended) this.add(run, [...tail.cutOff, ended]);
  }
}

async function end(live: LiveRun | undefined): Promise<void> {
  await live?.training.stop();
  await live?.ended;
}

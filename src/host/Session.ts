import { Emitter } from "vscode-jsonrpc";
import type { ForkChanges, RunConfig } from "../runs/RunConfig";
import type { EndedEvent, RunEvent } from "../runs/RunEvent";
import type { RunSummary } from "../runs/RunStore";
import { isAllowed } from "../runs/transitions";
import type { Training } from "../trainer/TrainerClient";
import type { ControlAction, TrainingTask } from "../trainer/trainerProtocol";
import { endOfAbandonedRun } from "./abandonedRun";
import { LogTail } from "./LogTail";
import { OpenRun } from "./OpenRun";
import { RunsList } from "./RunsList";

export interface SessionOptions {
  /** The bundled trainer, `dist/trainer.js`. */
  trainerPath: string;
  /** Where downloaded data set files are kept. */
  cacheFolder: string;
  runsFolder: string;
  /** Whether the workspace may have anything trained, downloaded or written. */
  isTrusted: () => boolean;
  /** The editor's proxy settings as environment variables. */
  proxy: () => Record<string, string>;
  /** Remembers the run on display and the one under way from one window to the next. */
  memory: { get(key: string): unknown; update(key: string, value: string): PromiseLike<void> };
}

export interface TrainingRun {
  run: OpenRun;
  /** Resolves when its process is gone. */
  ended: Promise<EndedEvent>;
}

/** A run as the list and the commands know it. */
type RunPlace = Pick<RunSummary, "id" | "name" | "folder">;

const REMEMBERED = "runOnDisplay";
const UNDER_WAY = "runUnderWay";

/** Nothing is trained, downloaded or written in a workspace that nobody trusts. */
export class UntrustedWorkspaceError extends Error {
  override name = "UntrustedWorkspaceError";

  constructor() {
    super("Fitting Room trains nothing in a workspace that is not trusted.");
  }
}

/** Owns the training under way and the run on display, and tells whoever shows them what happens. */
export class Session {
  readonly list: RunsList;
  /** The run that was under way when an earlier window of this workspace went away. */
  readonly leftRunId: string | undefined;
  /** The run that this window's trainer works on, from its start until its process is gone. */
  training: OpenRun | undefined;
  displayed: OpenRun | undefined;

  private readonly trainingChanged = new Emitter<void>();
  private readonly trained = new Emitter<{ run: OpenRun; event: RunEvent }>();
  private readonly displayedChanged = new Emitter<void>();
  private readonly eventsAdded = new Emitter<{ run: OpenRun; events: RunEvent[] }>();
  /** A training was asked for, began or is over. */
  readonly onDidChangeTraining = this.trainingChanged.event;
  /** Something happened in the training under way. */
  readonly onDidTrain = this.trained.event;
  /** Another run is on display. */
  readonly onDidChangeDisplayed = this.displayedChanged.event;
  /** Something happened in the run on display. */
  readonly onDidAddEvents = this.eventsAdded.event;

  private process: Promise<Training> | undefined;
  private restored: Promise<void> | undefined;
  /** Of a run on display that another process writes. */
  private tail: LogTail | undefined;
  private following: Promise<void> = Promise.resolve();
  /** Counts what was asked to be displayed, so that the last wish wins however long reading takes. */
  private wish = 0;
  private isDisposed = false;

  constructor(private readonly options: SessionOptions) {
    const left = options.memory.get(UNDER_WAY);
    this.leftRunId = typeof left === "string" && left !== "" ? left : undefined;
    this.list = new RunsList(options.runsFolder, () => this.training);
    this.list.onDidChange(() => void this.follow());
  }

  get isTraining(): boolean {
    return this.process !== undefined;
  }

  /**
   * Starts a training and displays it.
   * @throws UntrustedWorkspaceError; Error, one sentence for the user, when it cannot start.
   */
  train(config: RunConfig): Promise<TrainingRun> {
    return this.start({ config, runsFolder: this.list.folder });
  }

  /**
   * Starts a new run from a checkpoint of another, as the other's log names it, and displays it.
   * @throws as {@link train} does
   */
  fork({ folder }: RunPlace, checkpoint: string, changes: ForkChanges): Promise<TrainingRun> {
    return this.start({ runsFolder: this.list.folder, fork: { folder, checkpoint, changes } });
  }

  /**
   * Goes on with an ended run from its newest checkpoint and displays it.
   * @param epochs of the whole run; as many as before when left out
   * @throws as {@link train} does, and for a run that is not known to have ended
   */
  async resume({ name, folder }: RunPlace, epochs?: number): Promise<TrainingRun> {
    await this.list.refresh();
    const run = this.list.runs.find((listed) => listed.folder === folder);
    if (!run) throw new Error(`The run ${name} is no longer in ${this.list.folder}.`);
    if (!isAllowed(run.state.status, "resumeRun"))
      throw new Error(`The run ${name} cannot be resumed while it is ${run.state.status}.`);
    return this.start({ resume: { folder, epochs } }, await new LogTail(folder).read());
  }

  /**
   * Takes hold of the training under way between two batches.
   * @throws Error, one sentence for the user, when it cannot be done now.
   */
  async control(action: ControlAction): Promise<void> {
    const training = await this.process?.catch(() => undefined);
    if (!training) throw new Error("No training is under way in this window.");
    await training.control(action);
  }

  /** @throws UntrustedWorkspaceError */
  requireTrust(): void {
    if (!this.options.isTrusted()) throw new UntrustedWorkspaceError();
  }

  /** @param recorded what the run's log held before */
  private async start(task: TrainingTask, recorded: readonly RunEvent[] = []): Promise<TrainingRun> {
    this.requireTrust();
    if (this.process) throw new Error("A training is under way already.");
    const early: RunEvent[] = [];
    let receive = (event: RunEvent): void => void early.push(event);
    this.process = this.startTrainer(task, (event) => receive(event));
    this.trainingChanged.fire();
    try {
      const training = await this.process;
      const run = await this.openOwnRun(training, recorded);
      receive = (event) => this.record(run, [event]);
      early.forEach(receive);
      const ended = training.ended.finally(() => this.endTraining());
      return { run, ended };
    } catch (error) {
      this.endTraining();
      throw error;
    }
  }

  /** Ends the training under way, if any; resolves when its process is gone. */
  async stop(): Promise<void> {
    const training = await this.process?.catch(() => undefined);
    await training?.stop();
    await training?.ended;
  }

  /** Puts a run of the list on display. */
  async show({ id, name, folder }: Pick<RunSummary, "id" | "name" | "folder">): Promise<void> {
    if (this.training?.id === id) return this.display(this.training, undefined);
    const wish = ++this.wish;
    const run = new OpenRun(id, name, folder);
    const tail = new LogTail(folder);
    run.add(await tail.read());
    await this.concludeIfAbandoned(run, tail);
    if (wish === this.wish) this.display(run, tail);
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

  /** Reads on in the run on display, when another process may have added to it. */
  follow(): Promise<void> {
    // A log that cannot be read now may be readable at its next change.
    this.following = this.following.then(() => this.readOn()).catch(() => undefined);
    return this.following;
  }

  /** To be called when the user has been told of the run that an earlier window left. */
  forgetLeftRun(): void {
    if (!this.isTraining) void this.options.memory.update(UNDER_WAY, "");
  }

  /** Leaves a training under way to stop by itself. */
  dispose(): void {
    this.isDisposed = true;
    void this.process?.then(
      (training) => training.dispose(),
      () => undefined,
    );
    this.list.dispose();
    for (const emitter of [this.trainingChanged, this.trained, this.displayedChanged, this.eventsAdded])
      emitter.dispose();
  }

  private async readOn(): Promise<void> {
    const { displayed, tail } = this;
    if (!displayed || !tail) return;
    const wasConcluded = displayed.state.status === "interrupted";
    const events = await tail.read();
    if (displayed !== this.displayed) return;
    if (events.length === 0) return this.concludeIfAbandoned(displayed, tail);
    if (wasConcluded) return this.show(displayed);
    this.record(displayed, events);
  }

  private async startTrainer(task: TrainingTask, onEvent: (event: RunEvent) => void): Promise<Training> {
    const { trainerPath, cacheFolder, proxy } = this.options;
    const { startTraining } = await import("../trainer/TrainerClient");
    return startTraining({
      ...task,
      trainerPath,
      cacheFolder,
      environment: proxy(),
      gracePeriod: 60,
      onEvent,
    });
  }

  private async openOwnRun({ id, folder }: Training, recorded: readonly RunEvent[]): Promise<OpenRun> {
    await this.list.refresh();
    const summary = this.list.runs.find((run) => run.id === id);
    this.training = new OpenRun(id, summary?.name ?? id, folder);
    this.training.add(recorded);
    if (summary) summary.state = this.training.state;
    void this.options.memory.update(UNDER_WAY, id);
    this.display(this.training, undefined);
    this.trainingChanged.fire();
    return this.training;
  }

  private endTraining(): void {
    // A window that goes away takes its training along; the next one is to know.
    if (!this.isDisposed) void this.options.memory.update(UNDER_WAY, "");
    this.process = undefined;
    this.training = undefined;
    this.trainingChanged.fire();
    void this.list.refresh();
  }

  private display(run: OpenRun, tail: LogTail | undefined): void {
    this.wish++;
    this.displayed = run;
    this.tail = tail;
    void this.options.memory.update(REMEMBERED, run.id);
    this.displayedChanged.fire();
  }

  private record(run: OpenRun, events: RunEvent[]): void {
    run.add(events);
    if (run === this.displayed) this.eventsAdded.fire({ run, events });
    if (run === this.training) for (const event of events) this.trained.fire({ run, event });
  }

  private async concludeIfAbandoned(run: OpenRun, tail: LogTail): Promise<void> {
    const ended = await endOfAbandonedRun(run.folder, run.state);
    if (ended) this.record(run, [...tail.cutOff, ended]);
  }
}

import { Emitter } from "vscode-jsonrpc";
import type { RunConfig } from "../runs/RunConfig";
import type { EndedEvent, RunEvent } from "../runs/RunEvent";
import type { RunSummary } from "../runs/RunStore";
import type { Training } from "../trainer/TrainerClient";
import { endOfAbandonedRun, lastWritten } from "./abandonedRun";
import { LogTail } from "./LogTail";
import { OpenRun } from "./OpenRun";
import { RunsList } from "./RunsList";

export interface SessionOptions {
  /** The bundled trainer, `dist/trainer.js`. */
  trainerPath: string;
  /** Where downloaded data set files are kept. */
  cacheFolder: string;
  runsFolder: string;
  /** Remembers the run on display from one window to the next. */
  memory: { get(key: string): unknown; update(key: string, value: string): PromiseLike<void> };
}

export interface TrainingRun {
  run: OpenRun;
  /** Resolves when its process is gone. */
  ended: Promise<EndedEvent>;
}

const REMEMBERED = "runOnDisplay";

/** Owns the training under way and the run on display, and tells whoever shows them what happens. */
export class Session {
  readonly list: RunsList;
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

  constructor(private readonly options: SessionOptions) {
    this.list = new RunsList(options.runsFolder, () => this.training);
    this.list.onDidChange(() => void this.follow());
  }

  get isTraining(): boolean {
    return this.process !== undefined;
  }

  /**
   * Starts a training and displays it.
   * @throws Error, one sentence for the user, when it cannot start.
   */
  async train(config: RunConfig): Promise<TrainingRun> {
    if (this.process) throw new Error("A training is under way already.");
    const early: RunEvent[] = [];
    let receive = (event: RunEvent): void => void early.push(event);
    this.process = this.startTrainer(config, (event) => receive(event));
    this.trainingChanged.fire();
    try {
      const training = await this.process;
      const run = await this.openOwnRun(training);
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
    await this.concludeIfAbandoned(run);
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

  /** Leaves a training under way to stop by itself. */
  dispose(): void {
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
    const wasConcluded = displayed.state.status === "failed";
    const events = await tail.read();
    if (displayed !== this.displayed) return;
    if (events.length === 0) return this.concludeIfAbandoned(displayed);
    if (wasConcluded) return this.show(displayed);
    this.record(displayed, events);
  }

  private async startTrainer(config: RunConfig, onEvent: (event: RunEvent) => void): Promise<Training> {
    const { trainerPath, cacheFolder } = this.options;
    const { startTraining } = await import("../trainer/TrainerClient");
    return startTraining({ trainerPath, config, runsFolder: this.list.folder, cacheFolder, onEvent });
  }

  private async openOwnRun({ id, folder }: Training): Promise<OpenRun> {
    await this.list.refresh();
    const summary = this.list.runs.find((run) => run.id === id);
    this.training = new OpenRun(id, summary?.name ?? id, folder);
    if (summary) summary.state = this.training.state;
    this.display(this.training, undefined);
    this.trainingChanged.fire();
    return this.training;
  }

  private endTraining(): void {
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

  private async concludeIfAbandoned(run: OpenRun): Promise<void> {
    const written = await lastWritten(run.folder).catch(() => Date.now());
    const ended = endOfAbandonedRun(run.state, written, Date.now());
    if (ended) this.record(run, [ended]);
  }
}

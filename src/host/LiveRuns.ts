import { Emitter } from "vscode-jsonrpc";
import type { TrainerHandle } from "../client/TrainerClient";
import type { TrainingTask } from "../protocol/trainerProtocol";
import { readRunName } from "../runs/labelsFile";
import type { EndedEvent, RunEvent } from "../runs/RunEvent";
import type { Run } from "../runs/RunStore";
import { inertError } from "./errorMessage";
import { OpenRun } from "./OpenRun";

export interface TrainerOptions {
  /** The bundled trainer, `dist/trainer.js`. */
  trainerPath: string;
  /** The folder of downloaded data set files and of the list of data folders that the user chose. */
  cacheFolder: string;
  /** The editor's proxy settings as environment variables. */
  proxy: () => Record<string, string>;
  /**
   * Time (s) that a training continues when no client is connected.
   * @throws InvalidConfigError if the user's setting is not valid
   */
  gracePeriod: () => number;
}

/** A run whose trainer this window is connected to, with the handle on the trainer. */
export interface LiveRun {
  run: OpenRun;
  training: TrainerHandle;
  /** Whether this window started the trainer. */
  isOwn: boolean;
  /** Resolves when the trainer process is gone. */
  ended: Promise<EndedEvent>;
}

/**
 * The runs whose trainers this window is connected to. The window started some of the trainers and attached to the
 * others.
 */
export class LiveRuns {
  /** The live runs by run folder. */
  private readonly live = new Map<string, LiveRun>();
  private beginning: Promise<LiveRun> | undefined;
  /** The attempts to attach that are in progress, by run folder. Another request for the run gets the same promise. */
  private readonly attaching = new Map<string, Promise<OpenRun | undefined>>();
  private isDisposed = false;

  private readonly changed = new Emitter<void>();
  private readonly trained = new Emitter<{ run: OpenRun; event: RunEvent }>();
  private readonly over = new Emitter<{ live: LiveRun; event: EndedEvent }>();
  /** Fired when a training was requested, began, could not begin or is over, or this window attached to a trainer. */
  readonly onDidChange = this.changed.event;
  readonly onDidTrain = this.trained.event;
  /** Fired for each live run, once its trainer process is gone. */
  readonly onDidEnd = this.over.event;

  constructor(private readonly options: TrainerOptions) {}

  /** The training that was requested and has not begun yet. */
  get starting(): Promise<LiveRun> | undefined {
    return this.beginning;
  }

  /** Whether a training was requested and has not begun yet, or this window is connected to a trainer. */
  get isActive(): boolean {
    return this.beginning !== undefined || this.live.size > 0;
  }

  get all(): LiveRun[] {
    return [...this.live.values()];
  }

  get newest(): LiveRun | undefined {
    // The id of a run begins with the time at which the run was made.
    return this.all.sort((a, b) => (a.run.id < b.run.id ? -1 : 1)).at(-1);
  }

  of(folder: string): LiveRun | undefined {
    return this.live.get(folder);
  }

  /**
   * Starts a trainer and follows its run.
   * @param known the run to be resumed, folded from its log
   * @throws Error with a one-sentence message for the user, when the trainer cannot start.
   */
  start(task: TrainingTask, known?: OpenRun): Promise<LiveRun> {
    this.beginning = this.startTrainer(task, known).finally(() => {
      this.beginning = undefined;
      this.changed.fire();
    });
    this.changed.fire();
    return this.beginning;
  }

  /**
   * Attaches to the trainer of a run.
   * @returns the run; undefined where no live trainer can be reached
   */
  attach(place: Run): Promise<OpenRun | undefined> {
    const { folder } = place;
    const attaching =
      this.attaching.get(folder) ?? this.askToAttach(place).finally(() => this.attaching.delete(folder));
    this.attaching.set(folder, attaching);
    return attaching;
  }

  /** Disconnects from every trainer. The trainers continue for their grace period. */
  dispose(): void {
    this.isDisposed = true;
    for (const { training } of this.live.values()) training.dispose();
    for (const emitter of [this.changed, this.trained, this.over]) emitter.dispose();
  }

  private async startTrainer(task: TrainingTask, known?: OpenRun): Promise<LiveRun> {
    const { trainerPath, cacheFolder, proxy, gracePeriod } = this.options;
    const { startTraining } = await import("../client/TrainerClient");
    const early: RunEvent[] = [];
    let receive = (event: RunEvent): void => void early.push(event);
    const training = await startTraining({
      ...task,
      trainerPath,
      cacheFolder,
      environment: proxy(),
      gracePeriod: gracePeriod(),
      onEvent: (event) => receive(event),
    }).catch((error) => {
      throw inertError(error);
    });
    const { id, folder } = training;
    const run = known ?? new OpenRun(id, await readRunName(folder), folder);
    const live = this.hold(run, training, true);
    receive = (event) => this.record(run, event);
    early.forEach(receive);
    return live;
  }

  private async askToAttach({ id, name, folder }: Run): Promise<OpenRun | undefined> {
    const { attachTraining } = await import("../client/TrainerClient");
    if (await this.isHeld(folder)) return this.of(folder)?.run;
    const run = new OpenRun(id, name, folder);
    const attached = await attachTraining({ folder, onEvent: (event) => this.record(run, event) });
    if (!attached) return undefined;
    const { training, events } = attached;
    run.addLive(events);
    if (await this.isHeld(folder)) {
      training.dispose();
      return this.of(folder)?.run;
    }
    this.hold(run, training, false);
    return run;
  }

  /**
   * Whether this window is connected to the run's trainer. First waits for a training that is beginning, which may be
   * the training of this run.
   */
  private async isHeld(folder: string): Promise<boolean> {
    await this.beginning?.catch(() => undefined);
    return this.live.has(folder);
  }

  private hold(run: OpenRun, training: TrainerHandle, isOwn: boolean): LiveRun {
    const ended = training.ended.then((event) => {
      this.live.delete(run.folder);
      this.changed.fire();
      this.over.fire({ live, event });
      return event;
    });
    const live = { run, training, isOwn, ended };
    this.live.set(run.folder, live);
    if (this.isDisposed) training.dispose();
    this.changed.fire();
    return live;
  }

  private record(run: OpenRun, event: RunEvent): void {
    if (event.type === "ended" && event.undone) run.undoResumed();
    run.addLive([event]);
    this.trained.fire({ run, event });
  }
}

import { Emitter } from "vscode-jsonrpc";
import { inferredEnd } from "../liveness/inferredEnd";
import { LogTail } from "../runs/LogTail";
import type { RunEvent } from "../runs/RunEvent";
import { damageWarning } from "../runs/RunRecord";
import { isEnded } from "../runs/RunState";
import type { Run } from "../runs/RunStore";
import { runExists } from "../runs/runsFolder";
import { logVersion } from "../runs/statVersions";
import { UnloggedCheckpoints } from "../runs/unloggedCheckpoints";
import type { LiveRuns } from "./LiveRuns";
import { OpenRun } from "./OpenRun";

/**
 * The run on display. The run's events come from its trainer while this window is connected to the trainer, else from
 * its log.
 */
export class Display {
  run: OpenRun | undefined;

  private readonly changed = new Emitter<OpenRun | undefined>();
  private readonly eventsAdded = new Emitter<{ run: OpenRun; events: RunEvent[] }>();
  /**
   * Fired when {@link run} is another object: another run, or the same run read again or live, or none after
   * {@link clear}. Also fired when a resume of the run on display was undone, and by {@link showAgain}.
   */
  readonly onDidChange = this.changed.event;
  /** Fired for new events of the run on display. */
  readonly onDidAddEvents = this.eventsAdded.event;

  /** The log of the run on display. Undefined if the run's events come, or came, from its trainer. */
  private tail: LogTail | undefined;
  /** For each run whose trainer sent its events, the version of the run's log when the trainer was gone. */
  private readonly finalLogs = new WeakMap<OpenRun, string>();
  private following: Promise<void> = Promise.resolve();
  /**
   * Counts calls of {@link show} and {@link clear}. A call of {@link show} does not display its run if another call came
   * while the log was read.
   */
  private request = 0;
  private asked = false;

  /** Runs whose logs lack the end of the run. They are displayed with an inferred end. */
  private readonly inferredEnds = new WeakSet<OpenRun>();

  constructor(private readonly liveRuns: LiveRuns) {
    liveRuns.onDidChange(() => this.listen());
    liveRuns.onDidTrain(({ run, event }) => {
      // An undone resume removes events. Adding an event cannot express this, so that the whole run is displayed again.
      if (event.type !== "ended" || !event.undone) this.publish(run, [event]);
      else if (run === this.run) this.changed.fire(run);
    });
    liveRuns.onDidEnd(({ live: { run } }) => this.finalLogs.set(run, logVersion(run.folder)));
  }

  /** Whether any run was displayed or requested for display since the last {@link clear}. */
  get isAsked(): boolean {
    return this.asked;
  }

  /**
   * Displays a run: a live run at once, any other run after its log was read. A run whose log was read is not displayed
   * if another run was requested in the meantime.
   */
  async show(run: Run): Promise<void> {
    const request = ++this.request;
    this.asked = true;
    const known = this.liveRuns.of(run.folder);
    if (known) return this.put(known.run);
    const read = await this.read(run);
    if (request === this.request) this.putRead(read);
  }

  /** Displays no run. */
  clear(): void {
    this.request++;
    this.asked = false;
    this.run = undefined;
    this.tail = undefined;
    this.changed.fire(undefined);
  }

  /** Reads the new events in the log of the run on display. Called when another process may have written the log. */
  follow(): Promise<void> {
    // A log that cannot be read now may be readable at its next change.
    this.following = this.following.then(() => this.readOn()).catch(() => undefined);
    return this.following;
  }

  /**
   * Fires {@link onDidChange}. Called when something of the run on display other than its events has changed, such as
   * its name.
   */
  showAgain(): void {
    if (this.run) this.changed.fire(this.run);
  }

  dispose(): void {
    this.changed.dispose();
    this.eventsAdded.dispose();
  }

  /**
   * Displays the live run in place of the run that was read from its log, once this window is connected to the trainer.
   */
  private listen(): void {
    const live = this.run && this.liveRuns.of(this.run.folder);
    if (live) this.put(live.run);
  }

  private async readOn(): Promise<void> {
    const { run, tail } = this;
    if (!run || !runExists(run.folder)) return;
    if (!tail) return this.hasChangedSinceEnd(run) ? this.readAgain(run) : undefined;
    let isLonger = false;
    for await (const events of tail.read()) {
      // The display of a deleted run stays as it is. The run may be restored.
      if (run !== this.run || !runExists(run.folder)) return;
      if (events.length === 0) continue;
      isLonger = true;
      if (this.inferredEnds.has(run)) return this.readAgain(run);
      this.add(run, events);
    }
    if (run !== this.run) return;
    if (tail.isOutdated) return this.readAgain(run);
    if (!isLonger) return this.addInferredEnd(run, tail);
  }

  /** Whether the log of a run was written or replaced after the trainer that sent the run's events was gone. */
  private hasChangedSinceEnd(run: OpenRun): boolean {
    const final = this.finalLogs.get(run);
    return final !== undefined && !this.liveRuns.of(run.folder) && logVersion(run.folder) !== final;
  }

  /** Reads the log of the run on display again and displays the result, unless another run is on display by then. */
  private async readAgain(run: OpenRun): Promise<void> {
    const read = await this.read(run);
    if (run === this.run) this.putRead(read);
  }

  private async read({ id, name, folder }: Run): Promise<{ run: OpenRun; tail: LogTail }> {
    const run = new OpenRun(id, name, folder);
    const tail = new LogTail(folder);
    const unlogged = UnloggedCheckpoints.of(folder);
    await run.addAll(tail.read(), (event) => unlogged.note(event));
    await this.addInferredEnd(run, tail);
    if (isEnded(run.state) && unlogged.sentence) run.add([damageWarning(unlogged.sentence)]);
    return { run, tail };
  }

  /** Displays a run that was read from its log, or the live run in its place if the run has become live meanwhile. */
  private putRead({ run, tail }: { run: OpenRun; tail: LogTail }): void {
    const live = this.liveRuns.of(run.folder);
    if (live) this.put(live.run);
    else this.put(run, tail);
  }

  /** @param tail the log of the run; undefined where the run's trainer sends the events */
  private put(run: OpenRun, tail?: LogTail): void {
    if (run === this.run) return;
    this.run = run;
    this.tail = tail;
    this.changed.fire(run);
  }

  private add(run: OpenRun, events: RunEvent[]): void {
    run.add(events);
    this.publish(run, events);
  }

  private publish(run: OpenRun, events: RunEvent[]): void {
    if (run === this.run) this.eventsAdded.fire({ run, events });
  }

  private async addInferredEnd(run: OpenRun, tail: LogTail): Promise<void> {
    const ended = await inferredEnd(run.folder, run.state);
    if (!ended) return;
    for await (const events of tail.read()) this.add(run, events);
    if (isEnded(run.state)) return;
    this.inferredEnds.add(run);
    this.add(run, [...tail.cutOff, ended]);
  }
}

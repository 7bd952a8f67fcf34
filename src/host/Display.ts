import { Emitter } from "vscode-jsonrpc";
import { inferredEnd } from "../liveness/inferredEnd";
import type { RunEvent } from "../runs/RunEvent";
import { damageWarning } from "../runs/RunRecord";
import { isEnded } from "../runs/RunState";
import type { Run } from "../runs/RunStore";
import { UnloggedCheckpoints } from "../runs/unloggedCheckpoints";
import type { LiveRuns } from "./LiveRuns";
import { LogTail } from "./LogTail";
import { OpenRun } from "./OpenRun";

/** The run on display: one that its trainer tells of, or else one whose log is read as it grows. */
export class Display {
  run: OpenRun | undefined;

  private readonly changed = new Emitter<OpenRun>();
  private readonly eventsAdded = new Emitter<{ run: OpenRun; events: RunEvent[] }>();
  /** Another run is on display. */
  readonly onDidChange = this.changed.event;
  /** Something happened in the run on display. */
  readonly onDidAddEvents = this.eventsAdded.event;

  /** Of a run that this window has no hold of. */
  private tail: LogTail | undefined;
  private following: Promise<void> = Promise.resolve();
  /** Counts what was asked to be displayed, so that the last wish wins however long reading takes. */
  private wish = 0;

  /** Runs that are shown with an end which their logs do not tell. */
  private readonly concluded = new WeakSet<OpenRun>();

  constructor(private readonly trainings: LiveRuns) {
    trainings.onDidChange(() => this.listen());
    trainings.onDidTrain(({ run, event }) => {
      // What is void of a run cannot be told as an addition to it.
      if (event.type !== "ended" || !event.undone) this.publish(run, [event]);
      else if (run === this.run) this.changed.fire(run);
    });
  }

  /** Whether any run was ever to be displayed. */
  get isAsked(): boolean {
    return this.wish > 0;
  }

  /** Puts a run on display: as its trainer tells of it, if this window has hold of that. */
  async show({ id, name, folder }: Run): Promise<void> {
    const wish = ++this.wish;
    const known = this.trainings.of(folder);
    if (known) return this.put(known.run);
    const run = new OpenRun(id, name, folder);
    const tail = new LogTail(folder);
    const unlogged = UnloggedCheckpoints.of(folder);
    await run.addAll(tail.read(), (event) => unlogged.note(event));
    await this.concludeIfAbandoned(run, tail);
    if (isEnded(run.state) && unlogged.sentence) run.add([damageWarning(unlogged.sentence)]);
    if (wish !== this.wish) return;
    const found = this.trainings.of(folder);
    if (found) this.put(found.run);
    else this.put(run, tail);
  }

  /** Reads on in the run on display, when a process may have added to it that this window does not hear. */
  follow(): Promise<void> {
    // A log that cannot be read now may be readable at its next change.
    this.following = this.following.then(() => this.readOn()).catch(() => undefined);
    return this.following;
  }

  dispose(): void {
    this.changed.dispose();
    this.eventsAdded.dispose();
  }

  /** A training may have been found that goes on with the run on display. */
  private listen(): void {
    const live = this.run && this.trainings.of(this.run.folder);
    if (live) this.put(live.run);
  }

  private async readOn(): Promise<void> {
    const { run, tail } = this;
    if (!run || !tail) return;
    let isLonger = false;
    for await (const events of tail.read()) {
      if (run !== this.run) return;
      if (events.length === 0) continue;
      isLonger = true;
      if (this.concluded.has(run)) return this.show(run);
      this.add(run, events);
    }
    if (!isLonger && run === this.run) return this.concludeIfAbandoned(run, tail);
  }

  /** @param tail of a run that this window has no hold of */
  private put(run: OpenRun, tail?: LogTail): void {
    if (run === this.run) return;
    this.wish++;
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

  private async concludeIfAbandoned(run: OpenRun, tail: LogTail): Promise<void> {
    const ended = await inferredEnd(run.folder, run.state);
    if (!ended) return;
    for await (const events of tail.read()) this.add(run, events);
    if (isEnded(run.state)) return;
    this.concluded.add(run);
    this.add(run, [...tail.cutOff, ended]);
  }
}

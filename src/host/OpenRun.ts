import type { RunEvent } from "../runs/RunEvent";
import { applyEvent, emptyRunState, type RunState } from "../runs/RunState";
import type { RunWithState } from "../runs/RunStore";
import { restoreState, type StateSnapshot, takeSnapshot } from "../runs/StateSnapshot";

/** A run in memory: the state is the fold of its events so far. */
export class OpenRun implements RunWithState {
  state: RunState = emptyRunState();
  /** The state before a trainer resumed the run, until its first step is done. */
  private beforeResumed: StateSnapshot | undefined;

  constructor(
    readonly id: string,
    readonly name: string,
    readonly folder: string,
  ) {}

  /** Adds what a log holds, in slices. @param note is told of each event */
  async addAll(slices: AsyncIterable<readonly RunEvent[]>, note?: (event: RunEvent) => void): Promise<void> {
    for await (const events of slices) {
      this.add(events);
      if (note) events.forEach(note);
    }
  }

  add(events: readonly RunEvent[]): void {
    for (const event of events) applyEvent(this.state, event);
  }

  /** Adds what a trainer tells, which may turn out to be void: see {@link undoResumed}. */
  addLive(events: readonly RunEvent[]): void {
    const resumed = events.findLastIndex(({ type }) => type === "resumed");
    this.add(events.slice(0, Math.max(0, resumed)));
    if (resumed !== -1) this.beforeResumed = takeSnapshot(this.state);
    const rest = events.slice(Math.max(0, resumed));
    this.add(rest);
    if (rest.some(({ type }) => type === "steps")) this.beforeResumed = undefined;
  }

  /** Forgets that the run was resumed, as its trainer has left it as it was. */
  undoResumed(): void {
    if (this.beforeResumed) this.state = restoreState(this.beforeResumed);
    this.beforeResumed = undefined;
  }
}

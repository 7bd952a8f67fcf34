import { applyEvent } from "../runs/applyEvent";
import type { RunEvent } from "../runs/RunEvent";
import { emptyRunState, type RunState } from "../runs/RunState";
import type { RunWithState } from "../runs/RunStore";
import { restoreState, type StateSnapshot, takeSnapshot } from "../runs/StateSnapshot";

/** A run in memory. Its state is folded from all of its events so far. */
export class OpenRun implements RunWithState {
  state: RunState = emptyRunState();
  /** The state before the latest resume. Undefined without a resume, and once a step has followed the resume. */
  private beforeResumed: StateSnapshot | undefined;

  constructor(
    readonly id: string,
    /** Changed when the run is renamed. */
    public name: string,
    readonly folder: string,
  ) {}

  /**
   * Adds the events of a log, in slices.
   * @param note called for each event
   */
  async addAll(slices: AsyncIterable<readonly RunEvent[]>, note?: (event: RunEvent) => void): Promise<void> {
    for await (const events of slices) {
      this.add(events);
      if (note) events.forEach(note);
    }
  }

  add(events: readonly RunEvent[]): void {
    for (const event of events) applyEvent(this.state, event);
  }

  /**
   * Adds events of a trainer. Until a step follows a resume, {@link undoResumed} can remove the events of the resume.
   */
  addLive(events: readonly RunEvent[]): void {
    const resumed = events.findLastIndex(({ type }) => type === "resumed");
    this.add(events.slice(0, Math.max(0, resumed)));
    if (resumed !== -1) this.beforeResumed = takeSnapshot(this.state);
    const rest = events.slice(Math.max(0, resumed));
    this.add(rest);
    if (rest.some(({ type }) => type === "steps")) this.beforeResumed = undefined;
  }

  /**
   * Restores the state from before the run was resumed. Called when the trainer has left the run unchanged. Does
   * nothing if a step has followed the resume.
   */
  undoResumed(): void {
    if (this.beforeResumed) this.state = restoreState(this.beforeResumed);
    this.beforeResumed = undefined;
  }
}

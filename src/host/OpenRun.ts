import type { RunEvent } from "../runs/RunEvent";
import { applyEvent, emptyRunState, foldEvents, type RunState } from "../runs/RunState";
import type { RunSummary } from "../runs/RunStore";

/** A run as the list and the commands know it. */
export type RunPlace = Pick<RunSummary, "id" | "name" | "folder">;

/** A run of the list, or one in memory. */
export type ShownRun = Pick<RunSummary, "id" | "name" | "folder" | "state">;

/** A run in memory: its events so far and what they fold to. */
export class OpenRun {
  readonly events: RunEvent[] = [];
  state: RunState = emptyRunState();

  constructor(
    readonly id: string,
    readonly name: string,
    readonly folder: string,
  ) {}

  add(events: readonly RunEvent[]): void {
    for (const event of events) {
      this.events.push(event);
      applyEvent(this.state, event);
    }
  }

  /** Forgets that the run was resumed, as its trainer has left it as it was. */
  undoResumed(): void {
    const resumed = this.events.findLastIndex(({ type }) => type === "resumed" || type === "ended");
    if (this.events[resumed]?.type !== "resumed") return;
    this.events.length = resumed;
    this.state = foldEvents(this.events);
  }
}

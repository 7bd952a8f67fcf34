import type { ActionKind } from "../src/protocol/dashboardProtocol";
import type { RunEvent } from "../src/runs/RunEvent";
import type { RunState } from "../src/runs/RunState";
import { isOver } from "../src/runs/transitions";
import { strings } from "./strings";

/** An action whose button shows that it is pending. */
export type PendingKind = keyof typeof strings.pending;

export function canBePending(kind: ActionKind): kind is PendingKind {
  return kind in strings.pending;
}

/** The actions that were requested and are not confirmed yet by the host or by an event of the run. */
export class PendingActions {
  /** The pending actions. True for an action that the host has accepted, so that only the run's event is awaited. */
  readonly #accepted = new Map<PendingKind, boolean>();

  get kinds(): ReadonlySet<PendingKind> {
    return new Set(this.#accepted.keys());
  }

  add(kind: PendingKind): void {
    this.#accepted.set(kind, false);
  }

  /**
   * Called with the host's answer.
   * @param accepted false for an action that was refused or cancelled
   * @param isTrained whether the run on display is live, so that an event will follow
   */
  answer(kind: PendingKind, accepted: boolean, isTrained: boolean): void {
    if (!this.#accepted.has(kind)) return;
    if (accepted && isTrained && kind in endedBy) this.#accepted.set(kind, true);
    else this.#accepted.delete(kind);
  }

  /** Called for each event of the run on display. */
  apply(event: RunEvent): void {
    for (const kind of this.#accepted.keys()) if (endedBy[kind]?.(event)) this.#accepted.delete(kind);
  }

  /** Called when the run on display was loaded again, with events that were missed. */
  compare({ status }: RunState): void {
    const isDone: Partial<Record<PendingKind, boolean>> = {
      pause: status !== "running",
      resume: status === "running",
      step: true,
      stop: isOver(status),
    };
    for (const kind of this.#accepted.keys()) if (isDone[kind]) this.#accepted.delete(kind);
  }

  /** Called when the run on display is no longer live, so that no event follows an accepted action. */
  giveUpAccepted(): void {
    for (const [kind, accepted] of this.#accepted) if (accepted) this.#accepted.delete(kind);
  }

  clear(): void {
    this.#accepted.clear();
  }
}

const isControl = (event: RunEvent, action: string) => event.type === "control" && event.action === action;
const isEnd = ({ type }: RunEvent) => type === "ended";

/** The event of the run that confirms an action. Other actions are confirmed by the host's answer alone. */
const endedBy: Partial<Record<PendingKind, (event: RunEvent) => boolean>> = {
  pause: (event) => isControl(event, "paused") || isEnd(event),
  resume: (event) => isControl(event, "resumed") || event.type === "resumed" || isEnd(event),
  step: (event) => isControl(event, "stepped") || isEnd(event),
  stop: isEnd,
};

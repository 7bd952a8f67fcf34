import type { ActionKind } from "../src/protocol/dashboardProtocol";
import type { RunEvent } from "../src/runs/RunEvent";
import type { RunState } from "../src/runs/RunState";
import { isOver } from "../src/runs/transitions";
import { strings } from "./strings";

/** A kind of action whose button has another label while the action is pending. */
export type PendingKind = keyof typeof strings.pending;

export function canBePending(kind: ActionKind): kind is PendingKind {
  return kind in strings.pending;
}

/**
 * The actions that were requested and are neither refused nor confirmed yet. The host's answer confirms an action. If
 * {@link endedBy} has an entry for the action and this window trains the run on display, an event of the run confirms
 * it instead.
 */
export class PendingActions {
  /**
   * The pending actions. The value is true once the host has accepted the action; only an event of the run is then
   * awaited.
   */
  readonly #accepted = new Map<PendingKind, boolean>();

  get kinds(): ReadonlySet<PendingKind> {
    return new Set(this.#accepted.keys());
  }

  add(kind: PendingKind): void {
    this.#accepted.set(kind, false);
  }

  /**
   * Called with the host's answer to the request of an action.
   * @param accepted false for an action that was refused or cancelled
   * @param isTrained whether this window trains the run on display, so that events of the run follow
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

  /**
   * Called with the state of each snapshot. The state may be later than the last event that {@link apply} received.
   * Removes pause, resume and stop if the run's status shows their effect. Always removes step, since no status shows
   * its effect.
   */
  compare({ status }: RunState): void {
    const isDone: Partial<Record<PendingKind, boolean>> = {
      pause: status !== "running",
      resume: status === "running",
      step: true,
      stop: isOver(status),
    };
    for (const kind of this.#accepted.keys()) if (isDone[kind]) this.#accepted.delete(kind);
  }

  /**
   * Removes the accepted actions. Called while this window does not train the run on display, so that no event of the
   * run follows.
   */
  giveUpAccepted(): void {
    for (const [kind, accepted] of this.#accepted) if (accepted) this.#accepted.delete(kind);
  }

  clear(): void {
    this.#accepted.clear();
  }
}

const isControl = (event: RunEvent, action: string) => event.type === "control" && event.action === action;
const isEnd = ({ type }: RunEvent) => type === "ended";

/** Whether an event of the run ends the wait for an action. An action without an entry ends with the host's answer. */
const endedBy: Partial<Record<PendingKind, (event: RunEvent) => boolean>> = {
  pause: (event) => isControl(event, "paused") || isEnd(event),
  resume: (event) => isControl(event, "resumed") || event.type === "resumed" || isEnd(event),
  step: (event) => isControl(event, "stepped") || isEnd(event),
  stop: isEnd,
};

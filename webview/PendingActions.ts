import type { ActionKind } from "../src/protocol/dashboardProtocol";
import type { RunEvent } from "../src/runs/RunEvent";
import type { RunState } from "../src/runs/RunState";
import { isOver } from "../src/runs/transitions";
import { strings } from "./strings";

/** An action whose button says so until it is done. */
export type PendingKind = keyof typeof strings.pending;

export function canBePending(kind: ActionKind): kind is PendingKind {
  return kind in strings.pending;
}

/** The actions that were asked for and that neither the run nor the host has answered. */
export class PendingActions {
  /** Whether the host has accepted it, so that only the run's event is missing. */
  readonly #accepted = new Map<PendingKind, boolean>();

  get kinds(): ReadonlySet<PendingKind> {
    return new Set(this.#accepted.keys());
  }

  add(kind: PendingKind): void {
    this.#accepted.set(kind, false);
  }

  /**
   * The host answered.
   * @param accepted false for an action that was refused or given up
   * @param isTrained whether the run on display is trained, so that an event will come
   */
  answer(kind: PendingKind, accepted: boolean, isTrained: boolean): void {
    if (!this.#accepted.has(kind)) return;
    if (accepted && isTrained && kind in endedBy) this.#accepted.set(kind, true);
    else this.#accepted.delete(kind);
  }

  /** The run on display went on. */
  apply(event: RunEvent): void {
    for (const kind of this.#accepted.keys()) if (endedBy[kind]?.(event)) this.#accepted.delete(kind);
  }

  /** The run on display is told anew, with what has happened since. */
  compare({ status }: RunState): void {
    const isDone: Partial<Record<PendingKind, boolean>> = {
      pause: status !== "running",
      resume: status === "running",
      step: true,
      stop: isOver(status),
    };
    for (const kind of this.#accepted.keys()) if (isDone[kind]) this.#accepted.delete(kind);
  }

  /** The run on display is not trained any more: no event comes for what was accepted. */
  giveUpAccepted(): void {
    for (const [kind, accepted] of this.#accepted) if (accepted) this.#accepted.delete(kind);
  }

  clear(): void {
    this.#accepted.clear();
  }
}

const isControl = (event: RunEvent, action: string) => event.type === "control" && event.action === action;
const isEnd = ({ type }: RunEvent) => type === "ended";

/** The event of the run that ends an action's waiting; the host's answer alone ends that of the others. */
const endedBy: Partial<Record<PendingKind, (event: RunEvent) => boolean>> = {
  pause: (event) => isControl(event, "paused") || isEnd(event),
  resume: (event) => isControl(event, "resumed") || event.type === "resumed" || isEnd(event),
  step: (event) => isControl(event, "stepped") || isEnd(event),
  stop: isEnd,
};

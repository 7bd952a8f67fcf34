import type { ControlAction } from "../protocol/trainerProtocol";
import type { EndedEvent, RunEvent } from "../runs/RunEvent";

/** A run in its own process, which outlives this one. */
export interface Training {
  readonly id: string;
  readonly folder: string;
  /** The process that trains. */
  readonly pid: number;
  /** How the run ended. Always resolves, also when the process dies; never before the process is gone. */
  readonly ended: Promise<EndedEvent>;
  /** Asks the run to end between two batches, keeping its weights. */
  stop(): Promise<void>;
  /**
   * Takes hold of the training between two batches.
   * @throws Error, one sentence, when the run's status does not allow it.
   */
  control(action: ControlAction): Promise<void>;
  /** Adds a warning, one sentence, to the run while it is under way. */
  warn(message: string): Promise<void>;
  /**
   * Ends the process at once, which may no longer answer; what the run has recorded is kept. False where it cannot be
   * ended from here: it runs in another container or on another machine, or is another user's.
   */
  kill(): boolean;
  /** Lets go of the process, which goes on for its grace period and then ends its run as interrupted. */
  dispose(): void;
}

/** A run whose trainer was alive already. */
export interface AttachedTraining extends Training {
  /** Everything that happened in the run before `onEvent` was first called: no gap and no repetition between them. */
  readonly events: readonly RunEvent[];
}

import type { Folder } from "../files/Folder";
import type { RunLock } from "../liveness/RunLock";
import type { Checkpoint } from "../model/checkpoints/Checkpoint";
import type { LayerRecord } from "../runs/layers/LayerRecord";
import type { RunConfig } from "../runs/RunConfig";
import type {
  CheckpointEvent,
  EndedEvent,
  Environment,
  EvaluationEvent,
  InheritedEvent,
  RunEvent,
} from "../runs/RunEvent";
import type { RunState } from "../runs/RunState";

/** The plan of a run: everything that is decided before training begins. */
export interface PreparedRun {
  id: string;
  folder: string;
  /** The events that the run's log has so far; none for a new run or a fork. */
  logged: readonly RunEvent[];
  config: RunConfig;
  /**
   * Name of the kernel variant that has trained the run so far or, for a fork, its parent. Other variants round
   * differently.
   */
  kernels?: string;
  /** Makes the run's first event in this process. */
  firstEvent: (time: string, environment: Environment) => RunEvent;
  /** For a fork, the events with the curves of the parent. They are emitted after {@link firstEvent}. */
  inherited?: Iterable<InheritedEvent>;
  /** The evaluations that a fork copies from its parent. */
  inheritedEvaluations?: { folder: string; events: readonly EvaluationEvent[] };
  /** Warnings to emit after {@link firstEvent}, the inherited events and the {@link unlogged} checkpoints. */
  warnings: string[];
  /** The state to continue from; undefined to begin at step 0. */
  from?: Checkpoint;
  /** The learning rates that a user had set after the step of `from`, by the step at which each was set. */
  learningRates?: ReadonlyMap<number, number>;
  isFork: boolean;
  /**
   * The data set on which the run or, for a fork, its parent was trained, and which must be used again; undefined if
   * none is recorded.
   */
  dataset?: RunState["dataset"];
  /**
   * For a resumed run, how it had ended before this process. If training cannot begin, this end is sent to the clients
   * again. Undefined for a new run and for a fork.
   */
  endedBefore?: Pick<EndedEvent, "status" | "seconds" | "missing">;
  bestAccuracy?: number;
  /** The evaluations of the run's own epochs, without those of a fork's parent. */
  evaluations: readonly EvaluationEvent[];
  bestEpoch?: number;
  /**
   * The records of the layers up to the step of `from`. They are those of the run itself or, for a fork, of its parent.
   */
  layers: readonly LayerRecord[];
  checkpoints: readonly CheckpointEvent[];
  /**
   * Checkpoints to log after {@link firstEvent}: the first one that the log lacks, and all after it up to the step of
   * {@link from}, even if they were logged before.
   */
  unlogged: readonly CheckpointEvent[];
  /** Checkpoint files that the log marks as deleted. The files may still exist. */
  removed: readonly string[];
  /** Time (s) on the run's clock at its first event in this process. */
  seconds: number;
  /** The lock on the run. This process holds it. */
  lock: RunLock;
}

/** The plan of a run before its lock is taken. */
export type Plan = Omit<PreparedRun, "lock">;
/** The plan of a run whose folder was just created. `files`: that folder. */
export type NewPlan = Plan & { files: Folder };

/** The members of a plan that list existing files of a run. A new run has none. */
export const noCheckpoints = { checkpoints: [], unlogged: [], removed: [], evaluations: [], layers: [] };

/**
 * Returns true if the user has chosen this data folder, and for the cache (an empty location). A folder that only a
 * run's files name, and that the user has not chosen, must not be read.
 */
export type IsChosen = (location: string) => boolean;

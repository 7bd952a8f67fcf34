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

/** The plan of a run: everything that is decided before it is performed. */
export interface PreparedRun {
  id: string;
  folder: string;
  /** The events that the run's log has so far; none for a new run or a fork. */
  logged: readonly RunEvent[];
  config: RunConfig;
  /**
   * Name of the kernel variant that trained the run, or the parent of a fork, so far. Other variants round differently.
   */
  kernels?: string;
  /** Makes the run's first event in this process. */
  firstEvent: (time: string, environment: Environment) => RunEvent;
  /** The events after `firstEvent`: the curve of a fork's parent. */
  inherited?: Iterable<InheritedEvent>;
  /** The evaluations that a fork copies from its parent. */
  inheritedEvaluations?: { folder: string; events: readonly EvaluationEvent[] };
  /** Warnings to emit after {@link firstEvent}, the inherited events and the {@link unlogged} checkpoints. */
  warnings: string[];
  /** The state to continue from; undefined to begin at step 0. */
  from?: Checkpoint;
  /** Learning rates that a user set after the step of `from`, by step. */
  learningRates?: ReadonlyMap<number, number>;
  isFork: boolean;
  /**
   * The data set that the run, or the parent of a fork, was trained on and that must be used again; undefined where
   * none is recorded.
   */
  dataset?: RunState["dataset"];
  /**
   * How a resumed run had ended before this process. If training cannot begin, this end is sent again. Undefined for a
   * new run and for a fork.
   */
  endedBefore?: Pick<EndedEvent, "status" | "seconds" | "missing">;
  bestAccuracy?: number;
  /** The evaluations of the run's own epochs, without those of a fork's parent. */
  evaluations: readonly EvaluationEvent[];
  bestEpoch?: number;
  /** The records of the layers before `from`: those of the run itself, or of the parent of a fork. */
  layers: readonly LayerRecord[];
  checkpoints: readonly CheckpointEvent[];
  /** Checkpoints to log again, after the first event: those that the log lacks, and later ones. */
  unlogged: readonly CheckpointEvent[];
  /** Checkpoint files that the log marks as deleted. They may still exist. */
  removed: readonly string[];
  /** The run's clock (s) at its first event in this process. */
  seconds: number;
  /** The lock on the run, which this process holds. */
  lock: RunLock;
}

/** The plan of a run before its lock is taken. */
export type Plan = Omit<PreparedRun, "lock">;
/** The plan of a run whose folder was just made, with that folder. */
export type NewPlan = Plan & { files: Folder };

/** The members of a plan that concern files which a new run does not have yet. */
export const noCheckpoints = { checkpoints: [], unlogged: [], removed: [], evaluations: [], layers: [] };

/**
 * Returns true if the user has chosen this data folder. Without that choice, a folder that is named only in a run's
 * files must not be read.
 */
export type IsChosen = (location: string) => boolean;

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
  /** The events in the run's log before this process. */
  logged: readonly RunEvent[];
  config: RunConfig;
  /** Name of the kernel variant that trained the run so far; others round differently. */
  kernels?: string;
  /** The run's first event in this process. */
  firstEvent: (time: string, environment: Environment) => RunEvent;
  /** The events after `firstEvent`: the curve of a fork's parent. */
  inherited?: Iterable<InheritedEvent>;
  /** The evaluations that a fork copies from its parent. */
  inheritedEvaluations?: { folder: string; events: readonly EvaluationEvent[] };
  /** Warnings to emit after the events above. */
  warnings: string[];
  /** The state to continue from; undefined for the beginning. */
  from?: Checkpoint;
  /** Learning rates that were set after `from`, by step. */
  learningRates?: ReadonlyMap<number, number>;
  isFork: boolean;
  /** The data set that the run was trained on so far and must use again. */
  dataset?: RunState["dataset"];
  /** The end of a resumed run before it was resumed. It is the end again if the resume fails. */
  endedBefore?: Pick<EndedEvent, "status" | "seconds" | "missing">;
  bestAccuracy?: number;
  /** The evaluations of the run's own epochs, and its best epoch. */
  evaluations: readonly EvaluationEvent[];
  bestEpoch?: number;
  /** What is recorded of the layers before `from`: by the run itself, and by the parent of a fork. */
  layers: readonly LayerRecord[];
  checkpoints: readonly CheckpointEvent[];
  /** Checkpoints to log again, after the first event. */
  unlogged: readonly CheckpointEvent[];
  /** Files that the log marks as deleted. */
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

/** What a plan states of files that a new run does not have yet. */
export const noCheckpoints = { checkpoints: [], unlogged: [], removed: [], evaluations: [], layers: [] };

/** Whether the user has chosen a data folder that a run names, so that it may be read. */
export type IsChosen = (location: string) => boolean;

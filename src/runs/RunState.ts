import type { Explosion } from "./explosion";
import { FoldIndex } from "./FoldIndex";
import { Losses } from "./Losses";
import type { RunConfig } from "./RunConfig";
import type {
  CheckpointEvent,
  ControlEvent,
  DiagnosisEvent,
  EndedEvent,
  Environment,
  EpochEvent,
  EvaluationEvent,
  Origin,
  ResumedEvent,
} from "./RunEvent";
import { isOver, type RunStatus } from "./transitions";

/** The state of a run after some of its events. `applyEvent` updates the state by one event. */
export interface RunState {
  status: RunStatus;
  /** The configuration of the latest `started` or `resumed` event. */
  config?: RunConfig;
  /** The present learning rate. */
  learningRate?: number;
  /** Number of epochs after which the run is to end, including the parent's epochs up to a fork. */
  totalEpochs?: number;
  /** The parent of a fork. The fork's curve begins with the parent's curve up to the fork. */
  parent?: Origin;
  environment?: Environment;
  startedAt?: string;
  /** The progress of the download under way; undefined if there is no download. */
  download?: { file: string; receivedBytes: number; totalBytes: number | null };
  dataset?: {
    name: RunConfig["dataset"]["name"];
    source: string;
    trainSamples: number;
    validationSamples?: number;
    testSamples: number;
    stepsPerEpoch: number;
  };
  /**
   * The loss of each step, including the parent's steps up to the fork. A summary (see `summarise`) holds only the
   * number of steps.
   */
  losses: Losses;
  /**
   * The loss of the first batch, before any update; of a fork, the loss of the parent's first batch. Undefined if the
   * loss was not finite or is unknown.
   */
  firstLoss?: number;
  /** The explosion of the loss. Undefined while the loss has not exploded, and once the training has recovered. */
  explosion?: Explosion;
  /**
   * The learning rate of each step up to the last step for which a schedule set it; NaN for a step without a schedule,
   * and for a step whose event the log lacks. Empty if no schedule set a learning rate. A summary holds no rates.
   */
  learningRates: Losses;
  /** Number of steps whose losses the log lacks, including steps that a later resume has made void. */
  missingSteps: number;
  /**
   * Epochs in order, including the parent's epochs up to the fork. A damaged log may lack some. A summary holds only
   * the last one, without its confusion matrices.
   */
  epochs: EpochEvent[];
  /** Number of complete epochs, including those that the log lacks. */
  completeEpochs: number;
  /** The best of the run's own epochs, as chosen by `bestOf`. A fork's own epochs are those after the fork. */
  best?: EpochEvent;
  /** The run's own epoch with the lowest test loss. Of epochs with equal losses, the earliest counts. */
  leastLoss?: EpochEvent;
  /** The best of the parent's epochs up to the fork. */
  parentBest?: EpochEvent;
  /**
   * Number of the epoch of the last step, counted from 1; 0 before the first step. In a fork, before the data set is
   * loaded: the number of complete epochs.
   */
  epoch: number;
  /**
   * Time (s) for which the run's processes had run at the latest `steps`, `epoch`, `control`, `resumed` or `ended`
   * event.
   */
  seconds: number;
  /** Time (s) of training, validation and testing in the run's own complete epochs, without the parent's. */
  completeSeconds: number;
  /**
   * Training time (s) of the unfinished epoch up to its last `steps` event, without pauses and the loading of data. The
   * time before a resume within the epoch is not included.
   */
  underWaySeconds: number;
  /** Training speed (samples per second), computed from {@link timed}; undefined if it is unknown. */
  samplesPerSecond?: number;
  /**
   * Number of samples in training steps of known duration, and the time (s) of these steps. Both are halved when a new
   * epoch begins, so that recent epochs have the largest weight. `whole`: the time (s) of all such steps of the trainer
   * process. `epoch`: the epoch of its latest `steps` event; undefined before its first one.
   */
  timed: Readonly<{ samples: number; seconds: number; whole: number; epoch?: number }>;
  /** Actions of users, and resumes, in the order of their steps. A summary holds none. */
  controls: (ControlEvent | ResumedEvent)[];
  /**
   * Checkpoints from which the run can be resumed or forked, the newest last. Checkpoints whose files were removed
   * are left out.
   */
  checkpoints: CheckpointEvent[];
  /**
   * The files with the network's answers at the ends of epochs, in the order of the epochs. A summary holds only the
   * last one.
   */
  evaluations: EvaluationEvent[];
  /** The findings of rules, in the order in which they were found; at most one of each rule. */
  diagnoses: DiagnosisEvent[];
  /** Path, relative to the run's folder, of the file that holds only the final weights. Set at the end of the run. */
  weights?: string;
  warnings: string[];
  error?: string;
  /** The last lines of the stderr of a trainer process that ended unexpectedly; else empty. */
  stderr: string[];
  errorCode?: EndedEvent["code"];
  /** One text for each file whose newest content could not be saved, with the reason. Set when the run has ended. */
  missing: string[];
  /** Lookups for `applyEvent`. */
  index: FoldIndex;
}

/**
 * The state before the first event.
 * @param held `"summary"` for a state that counts losses and learning rates without holding them, and holds no
 * confusion matrices
 */
export function emptyRunState(held: "all" | "summary" = "all"): RunState {
  const figures = () => (held === "all" ? new Losses() : new Losses(0));
  return {
    status: "preparing",
    losses: figures(),
    learningRates: figures(),
    missingSteps: 0,
    epochs: [],
    completeEpochs: 0,
    epoch: 0,
    seconds: 0,
    completeSeconds: 0,
    underWaySeconds: 0,
    timed: { samples: 0, seconds: 0, whole: 0 },
    controls: [],
    checkpoints: [],
    evaluations: [],
    diagnoses: [],
    warnings: [],
    stderr: [],
    missing: [],
    index: new FoldIndex(),
  };
}

export function isEnded(state: RunState): boolean {
  return isOver(state.status);
}

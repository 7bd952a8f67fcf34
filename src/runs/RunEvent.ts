import * as v from "valibot";
import { datasetNames } from "../datasets/datasets";
import { cutText } from "./cutText";
import { diagnosisRules, evidenceOf } from "./diagnoses/Diagnosis";
import { mostEvaluations } from "./evaluationFile";
import { mostCheckpoints } from "./hyperparameters";
import { mostEpochs } from "./limits";
import { runConfigSchema } from "./RunConfig";

/**
 * The schema of a text. A text of more than `longest` characters is shortened by {@link cutText}, since another program
 * may have written a text of any length.
 */
export function shortText(longest: number) {
  return v.pipe(
    v.string(),
    v.transform((value) => cutText(value, longest)),
  );
}

/** One or more sentences, or a line of stderr. */
const text = shortText(10_000);
/** A version, a name or another short text. */
const word = shortText(200);
/** A path. No operating system accepts a path of more characters. */
const path = shortText(32_767);
/** The path of a file relative to the run's folder. */
const fileName = shortText(300);

const isFiniteNumber = (value: unknown) => Number.isFinite(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isListOf = (value: unknown, isOne: (item: unknown) => boolean) =>
  Array.isArray(value) && value.every(isOne);

// One function checks a number. A chain of valibot's checks would take longer, and a log holds many numbers.
const finite = v.custom<number>(isFiniteNumber);
const count = v.custom<number>(isCount);
/** The number of an epoch, from 1; or a number of complete epochs, from 0. */
const epochNumber = v.custom<number>((value) => isCount(value) && (value as number) <= mostEpochs);
/**
 * A time (s) of at least 0. The member `seconds` of an event is the time for which the processes of the run have run,
 * by a monotonic clock. In a resumed run, the clock continues from the time of the checkpoint.
 */
const seconds = v.custom<number>((value) => isFiniteNumber(value) && (value as number) >= 0);
/** JSON has no NaN or infinity; null stands for a figure that is not finite. */
const figure = v.nullable(finite);
const figures = v.custom<(number | null)[]>((value) =>
  isListOf(value, (one) => one === null || isFiniteNumber(one)),
);

/** Largest number of classes in a confusion matrix. */
const mostClasses = 1000;

/** Numbers of images by [label][prediction]; empty if they are unknown. */
const confusionMatrix = v.custom<number[][]>(
  (rows) =>
    Array.isArray(rows) &&
    rows.length <= mostClasses &&
    rows.every((row) => isListOf(row, isCount) && row.length === rows.length),
);

/** The schema of a list of texts. Of a longer list, the first `most` texts are kept. */
function texts(most: number, schema: typeof text) {
  return v.pipe(
    v.custom<unknown[]>(Array.isArray),
    v.transform((list) => list.slice(0, most)),
    v.array(schema),
  );
}

/** The schema of a configuration. The length of its only free text, the folder of the data set, is limited. */
const config = v.pipe(
  runConfigSchema,
  v.check(({ dataset }) => dataset.location.length <= 32_767),
);

/** The machine and the program that train. They are recorded so that the figures can be interpreted later. */
const environment = v.object({
  version: word,
  node: word,
  v8: word,
  platform: word,
  arch: word,
  cpu: word,
  cores: count,
  /** Name of the kernel variant. */
  kernels: word,
  threads: count,
});

/** The progress of the download of one file. `totalBytes` is null if the server does not state the size of the file. */
const data = v.object({
  type: v.literal("data"),
  file: word,
  receivedBytes: count,
  totalBytes: v.nullable(count),
});

/**
 * The data set is loaded. `name` is the data set in use. It may differ from the configured one: a configuration may
 * allow a built-in data set of drawn images as a replacement.
 */
const dataset = v.object({
  type: v.literal("dataset"),
  name: v.picklist(datasetNames),
  /** The folder of the data set's files, or "built-in" for a data set of drawn images. */
  source: path,
  /** Paths of the files that were read, relative to the folder, with `/`. */
  files: v.optional(texts(16, path)),
  /** Number of images of the whole training set, including images that are held out for validation or left out. */
  trainSamples: count,
  /** Number of training images that are held out for validation. The member is absent if there is no validation set. */
  validationSamples: v.optional(count),
  testSamples: count,
  /** Optimizer steps in one epoch. */
  stepsPerEpoch: count,
});

const steps = v.object({
  type: v.literal("steps"),
  epoch: epochNumber,
  /** Step of the first loss. Steps are counted from 0 and across the epochs of the run. */
  firstStep: count,
  /** The mean loss of each batch, computed before the batch's update of the weights. */
  losses: figures,
  /** The learning rate of each batch. The member is absent if no schedule sets the learning rate. */
  learningRates: v.optional(figures),
  seconds,
});

const epoch = v.object({
  type: v.literal("epoch"),
  epoch: epochNumber,
  /** Number of steps in this epoch. */
  steps: count,
  /** Mean of the losses of the epoch's batches. */
  trainLoss: figure,
  /** Share, from 0 to 1, of the training samples that were predicted correctly before the update by their batch. */
  trainAccuracy: finite,
  /** Mean of the losses of the test batches, as the tutorial computes it. */
  testLoss: figure,
  testAccuracy: finite,
  /** Numbers of test images by [label][prediction]. */
  confusion: confusionMatrix,
  /**
   * As `testLoss`, but of the validation set. The four `validation…` members are absent if there is no validation set.
   */
  validationLoss: v.optional(figure),
  validationAccuracy: v.optional(finite),
  validationConfusion: v.optional(confusionMatrix),
  trainSeconds: seconds,
  validationSeconds: v.optional(seconds),
  testSeconds: seconds,
  seconds,
});

/** The run and the checkpoint at which a fork starts. */
const origin = v.object({
  id: fileName,
  name: word,
  /** The parent's `created`: its `run.json` states it. Absent in a fork of an earlier version. */
  created: v.optional(word),
  /** Path of the checkpoint relative to the parent's folder. */
  checkpoint: fileName,
  /** Number of complete epochs before the checkpoint. */
  epoch: epochNumber,
  /** Number of steps before the checkpoint. */
  step: count,
});

const epochs = v.pipe(v.array(epoch), v.maxLength(mostEpochs));

/**
 * The parent of a fork. Logs of earlier versions hold the parent's curve in `losses` and `epochs`, and have no
 * `inherited` events.
 */
const parent = v.object({ ...origin.entries, losses: v.optional(figures), epochs: v.optional(epochs) });

const started = v.object({
  type: v.literal("started"),
  /** ISO 8601, by the machine's clock. */
  time: word,
  config,
  /** Absent if the log has lost its `started` event. The event is then made from `run.json`. */
  environment: v.optional(environment),
  parent: v.optional(parent),
});

/** A part of the parent's curve up to the fork. These events follow the fork's `started` event. */
const inherited = v.object({
  type: v.literal("inherited"),
  /** Step of the first loss. */
  firstStep: count,
  losses: figures,
  epochs,
});

/** A new process has resumed the run. Earlier events of steps after `step` are void. */
const resumed = v.object({
  type: v.literal("resumed"),
  /** ISO 8601, by the machine's clock. */
  time: word,
  /**
   * The configuration from this event on. Only `epochs`, `compute` and `dataset.location` may differ from the previous
   * one.
   */
  config,
  /** The learning rate from this event on. */
  learningRate: finite,
  environment,
  /** Path of the checkpoint relative to the run's folder; null if the run has no checkpoint and starts at step 0. */
  checkpoint: v.nullable(fileName),
  /** Number of complete epochs before the checkpoint. */
  epoch: epochNumber,
  /** Number of steps before the checkpoint. */
  step: count,
  /** The run's time (s) at the checkpoint. */
  seconds,
});

export const controlKinds = ["paused", "resumed", "stepped", "learningRate", "epochs"] as const;

/** An action of a user, applied between two batches. */
const control = v.object({
  type: v.literal("control"),
  action: v.picklist(controlKinds),
  /** The new learning rate, or the new number of epochs of the whole run. The member is absent for other actions. */
  value: v.optional(finite),
  /** Number of the epoch under way. */
  epoch: epochNumber,
  /** Number of steps of the run before the action. */
  step: count,
  seconds,
});

/**
 * Why a checkpoint was written. `epoch`: at the end of an epoch. `best`: at the end of an epoch that is the best so
 * far. `paused`, `stopped`, `interrupted`: when the run came to that status. `fork`: at the start of a fork. `end`: at
 * the end of the run; the file holds weights only, and no run can be resumed from it.
 */
const checkpointReason = v.picklist(["epoch", "best", "paused", "stopped", "interrupted", "fork", "end"]);

/** A file with weights was written. `file` is the path of the file relative to the run's folder. */
const checkpoint = v.object({
  type: v.literal("checkpoint"),
  file: fileName,
  /** Number of epochs that were complete when the file was written. */
  epoch: epochNumber,
  /** Number of steps that were trained before the file was written. */
  step: count,
  reason: checkpointReason,
  /** SHA-256 of the file, in hexadecimal digits. */
  sha256: word,
  bytes: count,
  seconds,
  /** Paths, relative to the run's folder, of older checkpoints whose files are deleted once this event is logged. */
  removed: v.optional(texts(2 * mostCheckpoints, fileName)),
});

/**
 * A file with the network's answers at the end of an epoch was written. `file` is the path of the file relative to the
 * run's folder.
 */
const evaluation = v.object({
  type: v.literal("evaluation"),
  file: fileName,
  epoch: epochNumber,
  /** SHA-256 of the file, in hexadecimal digits. */
  sha256: word,
  bytes: count,
  seconds,
  /** Paths, relative to the run's folder, of older evaluations whose files are deleted once this event is logged. */
  removed: v.optional(texts(mostEvaluations, fileName)),
});

/**
 * A finding of a rule about the training. `Finding` in `diagnoses/Diagnosis.ts` describes the members that have no
 * description here. Each rule has at most one finding in a run.
 */
const diagnosis = v.pipe(
  v.object({
    type: v.literal("diagnosis"),
    rule: v.picklist(diagnosisRules),
    /** Number of complete epochs at the time of the finding. */
    epoch: epochNumber,
    /** Number of steps at the time of the finding. */
    step: count,
    since: v.optional(epochNumber),
    layer: v.optional(word),
    classes: v.optional(v.pipe(v.array(count), v.maxLength(mostClasses))),
    /**
     * Figures by name. They include all that {@link evidenceOf} lists for the rule. A log of another version of the
     * program may have further figures. There are at most 10 in all.
     */
    figures: v.pipe(
      v.record(v.string(), finite),
      v.check((all) => Object.keys(all).length <= 10),
    ),
    seconds,
  }),
  v.check(({ rule, figures }) => evidenceOf[rule].every((name) => Object.hasOwn(figures, name))),
);

const warning = v.object({
  type: v.literal("warning"),
  message: text,
  /** A code for programs: `disk` when files of the run cannot be written. */
  code: v.optional(v.picklist(["disk"])),
});

const ended = v.object({
  type: v.literal("ended"),
  status: v.picklist(["finished", "stopped", "failed", "interrupted"]),
  /** One sentence for the user: why the run failed, or why it could not be resumed. Absent otherwise. */
  error: v.optional(text),
  /** The last lines of the stderr of a trainer process that ended unexpectedly. */
  stderr: v.optional(texts(50, text)),
  /**
   * A code for programs. `dataset`: no usable data set was found, so that the user may choose another. `divergence`: a
   * loss, a gradient or the weights were not finite, and training again with the same configuration would end in the
   * same way.
   */
  code: v.optional(v.picklist(["dataset", "divergence"])),
  time: word,
  seconds,
  /** Highest memory use (bytes) of the trainer process; absent if the process ended unexpectedly. */
  peakMemoryBytes: v.optional(count),
  /** One text for each file whose newest content could not be saved, with the reason. */
  missing: v.optional(texts(50, text)),
  /**
   * Present if an attempt to resume the run ended before its first step: the status with which the attempt ended. Such
   * an event is sent to clients and never logged. Its `status`, `seconds` and `missing` are those from before the
   * attempt. Clients drop the other events of the attempt.
   */
  undone: v.optional(v.picklist(["finished", "stopped", "failed", "interrupted"])),
});

/** The most frequent types come first, since they are tried in order. */
const schema = v.variant("type", [
  steps,
  epoch,
  started,
  inherited,
  resumed,
  data,
  dataset,
  control,
  checkpoint,
  evaluation,
  diagnosis,
  warning,
  ended,
]);

/** An event of a run: sent to clients, logged as a line, and folded into a RunState. */
export type RunEvent = v.InferOutput<typeof schema>;
export {
  checkpointReason as checkpointReasonSchema,
  config as recordedConfigSchema,
  dataset as datasetSchema,
  origin as originSchema,
};
export type Origin = v.InferOutput<typeof origin>;
export type StartedEvent = v.InferOutput<typeof started>;
export type InheritedEvent = v.InferOutput<typeof inherited>;
export type StepsEvent = v.InferOutput<typeof steps>;
/** As {@link StepsEvent}, but the figures may also be typed arrays, in which NaN stands for null. */
export type FoldedSteps = Omit<StepsEvent, "losses" | "learningRates"> & {
  losses: ArrayLike<number | null>;
  learningRates?: ArrayLike<number | null>;
};
/** As {@link RunEvent}, but the figures of a `steps` event may be typed arrays, in which NaN stands for null. */
export type FoldEvent = Exclude<RunEvent, StepsEvent> | FoldedSteps;
export type EpochEvent = v.InferOutput<typeof epoch>;
export type ResumedEvent = v.InferOutput<typeof resumed>;
export type ControlEvent = v.InferOutput<typeof control>;
export type CheckpointEvent = v.InferOutput<typeof checkpoint>;
export type EvaluationEvent = v.InferOutput<typeof evaluation>;
export type DiagnosisEvent = v.InferOutput<typeof diagnosis>;
export type EndedEvent = v.InferOutput<typeof ended>;
export type Environment = v.InferOutput<typeof environment>;

/** Parses an event. Returns undefined for a value that is no event of this version. */
export function parseRunEvent(value: unknown): RunEvent | undefined {
  const result = v.safeParse(schema, value, { abortEarly: true });
  return result.success ? result.output : undefined;
}

import { basename } from "node:path";
import type { Folder } from "../../files/Folder";
import { sha256 } from "../../files/sha256";
import * as safetensors from "../../formats/safetensors";
import {
  evaluationFile,
  evaluationFolder,
  evaluationFormat,
  isEvaluationFile,
  longestEvaluation,
  staysForever,
} from "../../runs/evaluationFile";
import type { EvaluationEvent } from "../../runs/RunEvent";
import { openRun, type RunFolder } from "../../runs/runsFolder";
import type { SampleHistory } from "../../runs/SampleHistory";

/** What a network answered for the images of the test set or the validation set after an epoch's last update. */
export interface EvaluatedAnswers {
  /** The logarithm of each class's probability for each image: [samples, classes], row-major. */
  logProbabilities: Float32Array;
  predicted: Uint8Array;
  classes: number;
}

/** What a network answered during an epoch (`train`) and after its last update (`test`, `validation`). */
export interface Evaluation {
  test: EvaluatedAnswers;
  /** Left out for a run without a validation set. */
  validation?: EvaluatedAnswers;
  /** What the network answered for the training set in the epoch's forward passes. */
  train: SampleHistory;
  /** Whether the epoch has the highest `decisiveAccuracy` so far. */
  isBest: boolean;
}

/** The files with a run's evaluations. */
export class EvaluationFiles {
  private readonly run: Folder;
  private known: readonly EvaluationEvent[];
  /** The newest evaluation, if it could not be written; undefined otherwise. */
  private refused: { epoch: number; bytes: Uint8Array } | undefined;

  /**
   * @param known the log's events about evaluations of the run's own epochs, without those of a parent; an event whose
   * `file` is not the path of an evaluation is ignored
   * @param best the best epoch so far, whose file is kept; undefined if no epoch is complete
   */
  constructor(
    folder: RunFolder,
    known: readonly EvaluationEvent[],
    private best: number | undefined,
  ) {
    this.run = openRun(folder);
    this.known = known.filter(({ file }) => isEvaluationFile(file));
  }

  /**
   * Writes the evaluation of an epoch. The returned event marks the evaluations of other epochs as deleted, except the
   * best epoch and epochs for which {@link staysForever} returns true. {@link remove} deletes the files.
   * @param seconds time (s) of the run's clock
   * @param beforeWriting as in {@link Folder.replace}
   * @throws Error of the file system
   */
  save(
    { test, validation, train, isBest }: Evaluation,
    epoch: number,
    seconds: number,
    beforeWriting: () => void,
  ): EvaluationEvent {
    const bytes = safetensors.write(
      [
        ...arraysOf("test", test),
        ...(validation ? arraysOf("validation", validation) : []),
        ["train.probability", { shape: [train.length], data: train.probability }],
        ["train.loss", { shape: [train.length], data: train.loss }],
        ["train.predicted", { shape: [train.length], data: train.predicted }],
      ],
      { format: evaluationFormat, epoch: String(epoch) },
    );
    if (isBest) this.best = epoch;
    this.refused = { epoch, bytes };
    return this.add(this.refused, seconds, beforeWriting);
  }

  /**
   * Writes the newest evaluation, if it could not be written before.
   * @returns undefined if no evaluation is left to write
   * @throws Error of the file system, as {@link save} does
   */
  saveAgain(seconds: number, beforeWriting: () => void): EvaluationEvent | undefined {
    return this.refused && this.add(this.refused, seconds, beforeWriting);
  }

  private add(
    { epoch, bytes }: { epoch: number; bytes: Uint8Array },
    seconds: number,
    beforeWriting: () => void,
  ): EvaluationEvent {
    const file = evaluationFile(epoch);
    this.write(file, bytes, beforeWriting);
    this.refused = undefined;
    const before = this.known.filter((one) => one.file !== file);
    const removed = before.filter((one) => one.epoch !== this.best && !staysForever(one.epoch));
    const saved: EvaluationEvent = {
      type: "evaluation",
      file,
      epoch,
      sha256: sha256(bytes),
      bytes: bytes.length,
      seconds,
      ...(removed.length > 0 && { removed: removed.map((one) => one.file) }),
    };
    this.known = [...before.filter((one) => !removed.includes(one)), saved];
    return saved;
  }

  /**
   * Copies an evaluation of the run's parent. The parent's file is checked, since it may come from an unknown source.
   * This class never deletes the copy.
   * @returns false if the event's `file` is not the path of an evaluation, or if the parent's file cannot be read or
   * does not have the logged SHA-256
   * @throws Error of the file system, if the copy cannot be written
   */
  copy(parent: RunFolder, event: EvaluationEvent, beforeWriting: () => void): boolean {
    const { file, sha256: expected } = event;
    if (!isEvaluationFile(file)) return false;
    let bytes: Buffer;
    try {
      bytes = openRun(parent).folder(evaluationFolder).read(basename(file), longestEvaluation);
    } catch {
      return false;
    }
    if (sha256(bytes) !== expected) return false;
    this.write(file, bytes, beforeWriting);
    return true;
  }

  private write(file: string, bytes: Uint8Array, beforeWriting: () => void): void {
    const { run } = this;
    // Only the folder of evaluations is made: a run's folder that was removed must not be made again.
    const folder = run.look(evaluationFolder)
      ? run.folder(evaluationFolder)
      : run.makeFolder(evaluationFolder);
    folder.replace(basename(file), bytes, { beforeWriting });
  }

  /** Deletes files that the log marks as deleted. A failure is ignored, since no reader opens such a file. */
  remove(files: readonly string[]): void {
    const folder = this.run.folder(evaluationFolder);
    for (const file of files.filter(isEvaluationFile)) {
      try {
        folder.remove(basename(file));
      } catch {
        // For example, the folder is not writable.
      }
    }
  }
}

function arraysOf(
  set: "test" | "validation",
  { logProbabilities, predicted, classes }: EvaluatedAnswers,
): [string, safetensors.StoredArray][] {
  return [
    [`${set}.logProbabilities`, { shape: [predicted.length, classes], data: logProbabilities }],
    [`${set}.predicted`, { shape: [predicted.length], data: predicted }],
  ];
}

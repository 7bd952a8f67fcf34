import { basename, join } from "node:path";
import * as l10n from "@vscode/l10n";
import { evaluatedSets } from "../datasets/datasets";
import { isAbsence, isDenial } from "../files/readTrouble";
import { Float16Bits, fromFloat16 } from "../formats/float16";
import * as safetensors from "../formats/safetensors";
import { advised } from "../text/sentences";
import { checkDigest } from "./checkDigest";
import {
  evaluationFolder,
  evaluationFormat,
  formatOfProbabilities,
  isEvaluationFile,
} from "./evaluationFile";
import type { EvaluationEvent } from "./RunEvent";
import { openRun, type RunFolder } from "./runsFolder";
import { noPrediction } from "./SampleHistory";
import { whyUnusable } from "./whyUnusable";

/** A network's predictions for the images of a set after the last update of an epoch. */
export interface EvaluatedImages {
  /** The logarithm of each class's probability for each image: [samples, classes], row-major. */
  logProbabilities: Float32Array;
  predicted: Uint8Array;
}

/** The content of an evaluation file: a network's predictions for each image in one epoch. */
export interface RecordedAnswers {
  test: EvaluatedImages;
  /** The images are in the order of `validationIndices`. Empty for a run without a validation set. */
  validation: EvaluatedImages;
  train: {
    /**
     * The true class's probability when the epoch trained on the image; NaN for an image that the epoch did not train
     * on.
     */
    probability: Float16Bits;
    /** The image's loss when the epoch trained on the image; NaN for an image that the epoch did not train on. */
    loss: Float16Bits;
    /** The latest prediction in this epoch or an earlier one; 255 for an image that was never trained on. */
    predicted: Uint8Array;
  };
}

/** The numbers of images and classes of a run's data set. */
export interface DatasetSizes {
  testSamples: number;
  /** 0 for a run without a validation set. */
  validationSamples: number;
  trainSamples: number;
  classes: number;
}

const noImages: EvaluatedImages = { logProbabilities: new Float32Array(0), predicted: new Uint8Array(0) };

/**
 * Largest number of bytes of an evaluation file's header. The header of a valid file is about a hundred times shorter.
 */
const LONGEST_HEADER = 64 * 1024;

/**
 * Reads the evaluation of an epoch. The run may be of unknown origin: no link is followed, and no more bytes are read
 * than the answers for the data set can take.
 * @param event from the run's log
 * @throws Error with a one-sentence message if the file is missing or cannot be read, if its checksum is not the logged
 * one, or if it does not fit the data set
 */
export function readEvaluation(
  folder: RunFolder,
  event: EvaluationEvent,
  sizes: DatasetSizes,
): RecordedAnswers {
  try {
    const bytes = readBytes(folder, event, sizes);
    checkDigest(bytes, event.sha256);
    const { tensors, metadata } = safetensors.read(bytes, { longestHeader: LONGEST_HEADER });
    const { format } = metadata;
    if (format !== evaluationFormat && format !== formatOfProbabilities)
      throw new Error(l10n.t("it is of a format that this version cannot read"));
    if (metadata.epoch !== String(event.epoch))
      throw new Error(l10n.t("it is not of epoch {0}, as the run's log says", event.epoch));
    return takeAnswers(tensors, format, sizes);
  } catch (error) {
    const path = join(openRun(folder).path, event.file);
    const sentence = l10n.t("The file of answers {0} cannot be used: {1}.", path, whyUnusable(error));
    throw new Error(advised(sentence, remedyOf(error)));
  }
}

function remedyOf(error: unknown): string | undefined {
  if (isDenial(error)) return l10n.t("allow your user to read it");
  return isAbsence(error) ? l10n.t("put a copy of that file back, or train again") : undefined;
}

function readBytes(folder: RunFolder, { file }: EvaluationEvent, sizes: DatasetSizes): Buffer {
  if (!isEvaluationFile(file)) throw new Error(l10n.t("it has not the name of one"));
  const { testSamples, validationSamples, trainSamples, classes } = sizes;
  const evaluated = (testSamples + validationSamples) * (4 * classes + 1);
  const most = 8 + LONGEST_HEADER + evaluated + trainSamples * (2 + 2 + 1);
  return openRun(folder).folder(evaluationFolder).read(basename(file), most);
}

function takeAnswers(
  tensors: ReadonlyMap<string, safetensors.StoredArray>,
  format: string,
  { testSamples, validationSamples, trainSamples, classes }: DatasetSizes,
): RecordedAnswers {
  const take = <Data>(name: string, type: new (length: number) => Data, shape: readonly number[]): Data => {
    const array = tensors.get(name);
    if (array?.data.constructor !== type || array.shape.join() !== shape.join())
      throw new Error(l10n.t("its {0} is not one figure for each image of the data set", name));
    return array.data as Data;
  };
  const evaluated = (set: "test" | "validation", samples: number): EvaluatedImages => ({
    logProbabilities:
      format === formatOfProbabilities
        ? logarithms(take(`${set}.probabilities`, Float16Bits, [samples, classes]))
        : take(`${set}.logProbabilities`, Float32Array, [samples, classes]),
    predicted: take(`${set}.predicted`, Uint8Array, [samples]),
  });
  const isClass = (one: number) => one < classes || one === noPrediction;
  const answers = {
    test: evaluated("test", testSamples),
    validation: validationSamples > 0 ? evaluated("validation", validationSamples) : noImages,
    train: {
      probability: take("train.probability", Float16Bits, [trainSamples]),
      loss: take("train.loss", Float16Bits, [trainSamples]),
      predicted: take("train.predicted", Uint8Array, [trainSamples]),
    },
  };
  for (const set of evaluatedSets)
    if (!answers[set].predicted.every(isClass))
      throw new Error(l10n.t("its {0} names a class that the data set does not have", `${set}.predicted`));
  return answers;
}

/** The largest number that becomes 0 when it is rounded to half precision. */
const largestRoundedToZero = 2 ** -25;

/** The logarithms of probabilities in half precision. A 0 counts as {@link largestRoundedToZero}. */
function logarithms(probabilities: Float16Bits): Float32Array {
  return fromFloat16(probabilities).map((one) => Math.log(one === 0 ? largestRoundedToZero : one));
}

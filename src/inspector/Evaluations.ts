import type { EvaluatedSet } from "../datasets/datasets";
import { fromFloat16 } from "../formats/float16";
import type { Answers, Story } from "../protocol/modelProtocol";
import type { EvaluationEvent } from "../runs/RunEvent";
import { type DatasetSizes, type RecordedAnswers, readEvaluation } from "../runs/readEvaluation";
import { noPrediction } from "../runs/SampleHistory";
import { marginsOf } from "../runs/suspects";
import { Recent } from "./Recent";

/** Largest number of evaluation files in memory. A file holds one epoch, and takes 0.7 MB for Fashion-MNIST. */
const mostFiles = 100;

/** The evaluations that runs have recorded. An evaluation holds the network's answers about the images in one epoch. */
export class Evaluations {
  private readonly read = new Recent<RecordedAnswers>(mostFiles);

  /**
   * The recorded answers of an epoch, from memory or from the epoch's file. @throws Error as {@link readEvaluation}
   * does
   */
  open(folder: string, event: EvaluationEvent, sizes: DatasetSizes): RecordedAnswers {
    const key = JSON.stringify([folder, event.file, event.sha256, sizes]);
    let answers = this.read.get(key);
    if (!answers) {
      answers = readEvaluation(folder, event, sizes);
      this.read.set(key, answers);
    }
    return answers;
  }
}

/**
 * The recorded answers about one set, as the Model view receives them. A training image without a recorded probability
 * has no prediction.
 * @param labels labels of the set's images
 */
export function answersOf(recorded: RecordedAnswers, set: EvaluatedSet, labels: Uint8Array): Answers {
  if (set === "train") {
    const { train } = recorded;
    const probability = fromFloat16(train.probability);
    return {
      labels: new Uint8Array(labels),
      predicted: train.predicted.map((one, index) => (Number.isNaN(probability[index]) ? noPrediction : one)),
      probability,
      loss: fromFloat16(train.loss),
    };
  }
  const { logProbabilities, predicted } = recorded[set];
  const classes = logProbabilities.length / labels.length;
  const of = (chosen: Uint8Array) => {
    const values = new Float32Array(chosen.length);
    for (let index = 0; index < chosen.length; index++)
      values[index] = logProbabilities[index * classes + chosen[index]!]!;
    return values;
  };
  const logProbability = of(labels);
  return {
    labels: new Uint8Array(labels),
    predicted,
    probability: logProbability.map(Math.exp),
    loss: logProbability.map((one) => -one),
    confidence: of(predicted).map(Math.exp),
    margin: marginsOf(logProbabilities, labels, classes),
  };
}

/**
 * The recorded answers about one image over the epochs.
 * @param recorded the answers of each epoch
 * @param index index of the image in the set
 * @param label label of the image
 * @param classes number of classes
 */
export function storyOf(
  recorded: readonly { epoch: number; answers: RecordedAnswers }[],
  set: EvaluatedSet,
  index: number,
  label: number,
  classes: number,
): Story {
  const epochs = recorded.map(({ epoch }) => epoch);
  if (set === "train") {
    const own = Uint16Array.from(recorded, ({ answers }) => answers.train.probability[index]!);
    return { epochs, probability: fromFloat16(own) };
  }
  const row = (answers: RecordedAnswers) =>
    answers[set].logProbabilities.subarray(index * classes, (index + 1) * classes).map(Math.exp);
  const last = recorded.at(-1);
  return {
    epochs,
    probability: Float32Array.from(recorded, ({ answers }) => row(answers)[label]!),
    ...(last && { last: row(last.answers) }),
  };
}

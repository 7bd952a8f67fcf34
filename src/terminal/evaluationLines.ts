/** Formats the answers of a network for a set of images: as lines of text, and as JSON. */
import * as l10n from "@vscode/l10n";
import type { EvaluatedSet } from "../datasets/datasets";
import type { SetAnswers } from "../protocol/inspectorProtocol";
import { expectedCalibrationError, reliability } from "../runs/calibration";
import { accuracyOf, classFigures, confusionMatrix } from "../runs/confusion";
import { percentage } from "../runs/figures";
import { epochsText, imagesText } from "../text/amounts";
import { withDecimals } from "../text/numbers";
import { aligned } from "./runsTable";

export interface NamedRun {
  id: string;
  name: string;
}

function figuresOf({ labels, predicted, probabilities, classes }: SetAnswers) {
  const confusion = confusionMatrix(labels, predicted, classes.length);
  const confidence = Float32Array.from(
    predicted,
    (one, index) => probabilities[index * classes.length + one]!,
  );
  const bins = reliability(confidence, labels, predicted);
  return {
    accuracy: accuracyOf(confusion),
    confusion,
    each: classFigures(confusion),
    bins,
    calibrationError: expectedCalibrationError(bins),
  };
}

export function evaluationJson(run: NamedRun, set: EvaluatedSet, answers: SetAnswers): object {
  const { file, epoch, step, labels, classes } = answers;
  const { accuracy, confusion, each, bins, calibrationError } = figuresOf(answers);
  return {
    ...run,
    checkpoint: file,
    epoch,
    step,
    set,
    samples: labels.length,
    accuracy,
    confusion,
    classes: each.map((figures, index) => ({ name: classes[index], ...figures })),
    calibration: { error: calibrationError, bins },
  };
}

type Sentence = (name: string, file: string, epochs: string, accuracy: string, images: string) => string;

const accuracyOn: Readonly<Record<EvaluatedSet, Sentence>> = {
  test: (...parts) => l10n.t("{0}, {1} after {2}: accuracy {3} on {4}.", ...parts),
  validation: (...parts) =>
    l10n.t("{0}, {1} after {2}: accuracy {3} on {4} held out for validation.", ...parts),
  train: (...parts) => l10n.t("{0}, {1} after {2}: accuracy {3} on {4} of the training set.", ...parts),
};

/** Lines with the accuracy, the confusion matrix, the figures of each class, and the calibration. */
export function evaluationLines(name: string, set: EvaluatedSet, answers: SetAnswers): string[] {
  const { file, epoch, labels, classes } = answers;
  const { accuracy, confusion, each, bins, calibrationError } = figuresOf(answers);
  const numbered = classes.map((one, index) => `${index} ${one}`);
  return [
    accuracyOn[set](name, file, epochsText(epoch), share(accuracy), imagesText(labels.length)),
    "",
    l10n.t("Labels in rows, predictions in columns:"),
    ...aligned(
      [
        ["", ...classes.map((_, index) => String(index))],
        ...confusion.map((row, index) => [numbered[index]!, ...row.map(String)]),
      ],
      (column) => column > 0,
    ),
    "",
    ...aligned(
      [
        ["", l10n.t("images"), l10n.t("precision"), l10n.t("recall"), "F1"],
        ...each.map(({ labelled, precision, recall, f1 }, index) => [
          numbered[index]!,
          String(labelled),
          share(precision),
          share(recall),
          share(f1),
        ]),
      ],
      (column) => column > 0,
    ),
    "",
    ...aligned(
      [
        [l10n.t("confidence"), l10n.t("images"), l10n.t("mean confidence"), l10n.t("accuracy")],
        ...bins.map(({ from, to, samples, confidence, accuracy: right }) => [
          `${withDecimals(from, 1)}–${withDecimals(to, 1)}`,
          String(samples),
          share(confidence),
          share(right),
        ]),
      ],
      (column) => column > 0,
    ),
    l10n.t("Expected calibration error: {0}", share(calibrationError)),
  ];
}

/** For each image, an object with its index, label, prediction and probabilities. */
export function* sampleJson({
  indices,
  labels,
  predicted,
  probabilities,
  classes,
}: SetAnswers): Generator<object> {
  for (const [index, label] of labels.entries()) {
    const row = probabilities.subarray(index * classes.length, (index + 1) * classes.length);
    yield { index: indices?.[index] ?? index, label, predicted: predicted[index], probabilities: [...row] };
  }
}

/**
 * An empty line, then one line for each image with its index, label, and the {@link likeliest} classes of at least 1 %.
 */
export function* sampleLines({ indices, labels, probabilities, classes }: SetAnswers): Generator<string> {
  yield "";
  for (const [index, label] of labels.entries()) {
    const row = probabilities.subarray(index * classes.length, (index + 1) * classes.length);
    yield [indices?.[index] ?? index, classes[label], ...likeliest(row, classes, 0.01)].join("  ");
  }
}

/**
 * The classes with their probabilities as texts, the likeliest first.
 * @param least probability (0 to 1) below which a class is left out. The likeliest class is never left out.
 */
export function likeliest(probabilities: Float32Array, classes: readonly string[], least: number): string[] {
  return [...probabilities.keys()]
    .sort((a, b) => probabilities[b]! - probabilities[a]! || a - b)
    .filter((one, place) => place === 0 || probabilities[one]! >= least)
    .map((one) => `${classes[one]} ${percentage(probabilities[one]!)}`);
}

function share(value: number | null): string {
  return value === null ? "-" : percentage(value);
}

/** The texts of diagnoses for users. */
import * as l10n from "@vscode/l10n";
import { datasets } from "../../datasets/datasets";
import { epochsText } from "../../text/amounts";
import { allOf } from "../../text/lists";
import { withDigits } from "../../text/numbers";
import { lossText, percentage } from "../figures";
import { inLine } from "../inert";
import type { DiagnosisEvent } from "../RunEvent";
import type { RunState } from "../RunState";
import type { DiagnosisRule } from "./Diagnosis";

interface Words {
  /** A few words, such as for a table. */
  label: string;
  /** One sentence with the evidence. */
  sentence: (diagnosis: DiagnosisEvent, state: Pick<RunState, "dataset">) => string;
  /** One sentence that states what to do. */
  advice: (diagnosis: DiagnosisEvent) => string;
}

const at = ({ figures }: DiagnosisEvent, name: string) => figures[name] ?? Number.NaN;
const classNames = ({ classes = [] }: DiagnosisEvent, { dataset }: Pick<RunState, "dataset">) =>
  allOf(classes.map((label) => (dataset && datasets[dataset.name].classes[label]) ?? String(label)));
const layerOf = ({ layer = "" }: DiagnosisEvent) => inLine(layer);

const words: Record<DiagnosisRule, Words> = {
  learningRateTooLow: {
    label: l10n.t("learning rate too low"),
    sentence: (one) =>
      l10n.t(
        "The learning rate {0} is too low: the loss was {1} at the beginning and is {2} now, and a step changes the weights of no layer by more than {3} of their size.",
        at(one, "rate"),
        lossText(at(one, "before")),
        lossText(at(one, "after")),
        withDigits(at(one, "update"), 2),
      ),
    advice: () => l10n.t("Train with a learning rate that is ten times as high."),
  },
  learningRateTooHigh: {
    label: l10n.t("learning rate too high"),
    sentence: (one) =>
      at(one, "highest") > at(one, "before")
        ? l10n.t(
            "The learning rate {0} is too high: the loss rose from {1} to {2}.",
            at(one, "rate"),
            lossText(at(one, "before")),
            lossText(at(one, "highest")),
          )
        : l10n.t(
            "The learning rate {0} is too high: the loss was {1} at the beginning, and then no finite number.",
            at(one, "rate"),
            lossText(at(one, "before")),
          ),
    advice: () => l10n.t("Train with a tenth of the learning rate."),
  },
  vanishingGradients: {
    label: l10n.t("vanishing gradients"),
    sentence: (one) =>
      l10n.t(
        "The gradients vanish on their way back: those of {0} are {1} on average, and those of the last layer {2}.",
        layerOf(one),
        withDigits(at(one, "first"), 2),
        withDigits(at(one, "last"), 2),
      ),
    advice: () => l10n.t("Train a model with fewer layers, or one with batch normalization."),
  },
  explodingGradients: {
    label: l10n.t("exploding gradients"),
    sentence: (one) => l10n.t("The gradients explode: their norm was {0}.", withDigits(at(one, "norm"), 3)),
    advice: () => l10n.t("Train with a tenth of the learning rate."),
  },
  deadUnits: {
    label: l10n.t("dead units"),
    sentence: (one) =>
      l10n.t(
        "{0} of the {1} units of {2} are dead: they are 0 for each image of the last recorded batches.",
        at(one, "dead"),
        at(one, "units"),
        layerOf(one),
      ),
    advice: () => l10n.t("Train again with a tenth of the learning rate: dead units do not recover."),
  },
  overfitting: {
    label: l10n.t("overfitting"),
    sentence: (one) =>
      l10n.t(
        "The network overfits since epoch {0}: the test loss rose from {1} to {2} while the training loss fell from {3} to {4}.",
        one.since ?? "?",
        lossText(at(one, "best")),
        lossText(at(one, "testLoss")),
        lossText(at(one, "trainBefore")),
        lossText(at(one, "trainLoss")),
      ),
    advice: (one) =>
      l10n.t("Use the weights of epoch {0}, or go on from there with weight decay.", one.since ?? "?"),
  },
  neverPredicted: {
    label: l10n.t("a class is never predicted"),
    sentence: (one, state) =>
      l10n.t(
        "The network never predicts {0}: for no test image in the last {1}.",
        classNames(one, state),
        epochsText(at(one, "epochs")),
      ),
    advice: () => l10n.t("Look at the images of the class in the Model view, or train a larger model."),
  },
  chance: {
    label: l10n.t("no better than chance"),
    sentence: (one) =>
      l10n.t(
        "The network is right for {0} of the test images, as guessing would be, and for {1} of the training images.",
        percentage(at(one, "testAccuracy")),
        percentage(at(one, "trainAccuracy")),
      ),
    advice: () =>
      l10n.t(
        "Train with a tenth of the learning rate; if that does not help, check that the labels belong to the images.",
      ),
  },
  plateau: {
    label: l10n.t("plateau"),
    sentence: (one) =>
      l10n.t(
        "Neither loss has improved by 1 % in {0}; the training loss is {1}.",
        epochsText(at(one, "epochs")),
        lossText(at(one, "trainLoss")),
      ),
    advice: () => l10n.t("Continue with a tenth of the learning rate, or train a larger model."),
  },
  validationUnlikeTraining: {
    label: l10n.t("validation unlike training"),
    sentence: (one, state) => {
      const accuracies = [
        percentage(at(one, "validationAccuracy")),
        percentage(at(one, "trainAccuracy")),
        percentage(at(one, "testAccuracy")),
      ];
      return one.classes?.length
        ? l10n.t(
            "The validation images are unlike the others: the network is right for {0} of them, for {1} of the training images and for {2} of the test images, and there is no {3} among them.",
            ...accuracies,
            classNames(one, state),
          )
        : l10n.t(
            "The validation images are unlike the others: the network is right for {0} of them, for {1} of the training images and for {2} of the test images.",
            ...accuracies,
          );
    },
    advice: () =>
      l10n.t("Hold out another part of the training images, and check which images are left out of it."),
  },
};

export function diagnosisLabel({ rule }: Pick<DiagnosisEvent, "rule">): string {
  return words[rule].label;
}

/** One sentence that states what a rule has found. */
export function diagnosisSentence(diagnosis: DiagnosisEvent, state: Pick<RunState, "dataset">): string {
  return words[diagnosis.rule].sentence(diagnosis, state);
}

/** One sentence that states what the user can do. */
export function diagnosisAdvice(diagnosis: DiagnosisEvent): string {
  return words[diagnosis.rule].advice(diagnosis);
}

import type { Answers } from "../../src/protocol/modelProtocol";
import { type Mark, type MarksOfSet, markKinds } from "../../src/runs/marks";

/** Filters by whether the answer is right. Those after `wrong` compare it with the answer of another epoch or run. */
export const outcomes = ["all", "right", "wrong", "onlyOwn", "onlyOther", "neither", "both"] as const;
export type Outcome = (typeof outcomes)[number];
/** The outcomes that compare two answers to an image. */
export const comparedOutcomes: readonly Outcome[] = ["onlyOwn", "onlyOther", "neither", "both"];

/** `none`: images without a mark; `any`: images with any mark; the others: images with that mark. */
export const markFilters = ["none", "any", ...markKinds] as const;
export type MarkFilter = (typeof markFilters)[number];

export interface ImageFilter {
  label?: number;
  prediction?: number;
  /** The prediction in the answers of the other epoch or run. */
  otherPrediction?: number;
  outcome: Outcome;
  /** Left out if images with and without marks pass. */
  mark?: MarkFilter;
  /** The lowest and the highest confidence ({@link confidenceOf}) of the images that pass, from 0 to 1. */
  confidence: readonly [from: number, to: number];
}

export const noFilter: ImageFilter = { outcome: "all", confidence: [0, 1] };

/**
 * The confidence for filters and orders: the predicted class's probability or, in the training set, where that is not
 * recorded, the true class's probability.
 */
export function confidenceOf({ confidence, probability }: Answers): Float32Array {
  return confidence ?? probability;
}

/**
 * The index of an image in its set of the data set. Validation images are numbered as images of the training set.
 * @param row index of the image in the answers
 */
export function numberOf({ indices }: Pick<Answers, "indices">, row: number): number {
  return indices ? indices[row]! : row;
}

/**
 * The rows of the images that pass the filter, in the order of `indices`. Images without an answer never pass.
 * @param indices rows of images in `answers`
 * @param other predictions to compare with; without them, the parts of the filter that compare have no effect
 * @param within the only rows that may pass
 * @param marks the marks of the set's images, by {@link numberOf}
 */
export function filterImages(
  indices: Iterable<number>,
  answers: Answers,
  { label, prediction, otherPrediction, outcome, mark, confidence: [from, to] }: ImageFilter,
  other?: ArrayLike<number>,
  within?: ReadonlySet<number>,
  marks: MarksOfSet = {},
): number[] {
  const { labels, predicted } = answers;
  const confidence = confidenceOf(answers);
  const passing: number[] = [];
  for (const index of indices) {
    const truth = labels[index]!;
    const answer = predicted[index]!;
    if (answer === unseen) continue;
    if (label !== undefined && truth !== label) continue;
    if (prediction !== undefined && answer !== prediction) continue;
    const one = confidence[index]!;
    if (one < from || one > to || (Number.isNaN(one) && (from > 0 || to < 1))) continue;
    if (other && otherPrediction !== undefined && other[index] !== otherPrediction) continue;
    if (!isOf(outcome, answer === truth, other && other[index] === truth)) continue;
    if (within && !within.has(index)) continue;
    if (mark && !isMarked(mark, marks[numberOf(answers, index)])) continue;
    passing.push(index);
  }
  return passing;
}

function isMarked(filter: MarkFilter, mark: Mark | undefined): boolean {
  if (filter === "none") return mark === undefined;
  return filter === "any" ? mark !== undefined : mark === filter;
}

/** Stands for no prediction in {@link Answers}. */
const unseen = 255;

/**
 * Number of images with an answer. In the training set, images that are held out for validation or excluded have none.
 */
export function countAnswered({ predicted }: Pick<Answers, "predicted">): number {
  return predicted.reduce((count, one) => (one === unseen ? count : count + 1), 0);
}

function isOf(outcome: Outcome, isRight: boolean, isOtherRight: boolean | undefined): boolean {
  switch (outcome) {
    case "all":
      return true;
    case "right":
      return isRight;
    case "wrong":
      return !isRight;
    default:
      if (isOtherRight === undefined) return true;
      if (outcome === "onlyOwn") return isRight && !isOtherRight;
      if (outcome === "onlyOther") return !isRight && isOtherRight;
      return isRight === isOtherRight && isRight === (outcome === "both");
  }
}

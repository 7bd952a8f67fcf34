/**
 * The questions about what a run's network sees and answers. The Model view asks the host, which passes them on to the
 * process that holds the data and the network. Numbers are sent as binary arrays.
 */
import { RequestType } from "vscode-jsonrpc";
import type { ImageShape } from "../datasets/datasets";

export const imageSets = ["test", "train"] as const;
export type ImageSet = (typeof imageSets)[number];

interface AboutRun {
  runId: string;
}

/**
 * The code of the error of a request whose data set was not found, so that the choice of another folder helps. Each
 * other error has another code. The message is one sentence for the user.
 */
export const dataNotFound = 1;

/** What is known of a run before any question about its images. */
export interface ModelFacts {
  name: string;
  /** The data set's label, and its class names in the order of the labels. */
  dataset: string;
  classes: string[];
  image: ImageShape;
  /** Number of images of each set. */
  samples: Record<ImageSet, number>;
  /** Epochs with recorded answers, in order. */
  epochs: number[];
  /** The best of them by test accuracy. */
  bestEpoch?: number;
}

/** Rejected where the run cannot be read. The data is not needed. */
export const factsRequest = new RequestType<AboutRun, ModelFacts, void>("model/facts");

export interface AnswersRequest extends AboutRun {
  set: ImageSet;
  epoch: number;
}

/** What the network answered for each image of a set in an epoch; arrays of one element for each image. */
export interface Answers {
  labels: Uint8Array;
  /** 255 where the image was not seen in the epoch. */
  predicted: Uint8Array;
  /** The true class's probability; NaN where the image was not seen. */
  probability: Float32Array;
  loss: Float32Array;
  /** The prediction's probability. Of the test set only. */
  confidence?: Float32Array;
  /** The logarithm of the true class's probability minus that of the most probable other class. Of the test set only. */
  margin?: Float32Array;
}

export const answersRequest = new RequestType<AnswersRequest, Answers, void>("model/answers");

/**
 * What the training saw of each training image over all epochs so far, from the newest checkpoint. The margin is the
 * true class's logit minus the largest of the others.
 */
export interface Histories {
  seen: Uint16Array;
  correct: Uint16Array;
  forgotten: Uint16Array;
  meanProbability: Float32Array;
  spread: Float32Array;
  meanMargin: Float32Array;
}

/** Answered with null where the run has no history. */
export const historiesRequest = new RequestType<AboutRun, Histories | null, void>("model/histories");

export interface ImagesRequest extends AboutRun {
  set: ImageSet;
  indices: number[];
}

/** The images [indices, ...image], row-major, one byte for each pixel of a channel. */
export const imagesRequest = new RequestType<ImagesRequest, Uint8Array, void>("model/images");

export interface StoryRequest extends AboutRun {
  set: ImageSet;
  index: number;
}

/** One image over the recorded epochs. */
export interface Story {
  epochs: number[];
  /** The true class's probability in each of them; NaN where the image was not seen. */
  probability: Float32Array;
  /** The probability of each class in the last of them. Of the test set only. */
  last?: Float32Array;
}

export const storyRequest = new RequestType<StoryRequest, Story, void>("model/story");

export interface PredictRequest extends AboutRun {
  /** [...image], row-major, as the data set's images are. */
  pixels: Uint8Array;
}

export interface Prediction {
  /** Of each class. */
  probabilities: Float32Array;
  /** The gradient of the predicted class's logit on the input, [...image]. */
  saliency: Float32Array;
}

/** Answered by the network of the run's newest weights. */
export const predictRequest = new RequestType<PredictRequest, Prediction, void>("model/predict");

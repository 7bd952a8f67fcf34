/**
 * The questions about what a run's network sees and answers. The Model view asks the host, which passes them on to the
 * process that holds the data and the network. Numbers are sent as binary arrays.
 */
import { RequestType } from "vscode-jsonrpc";
import type { ImageSet, ImageShape } from "../datasets/datasets";
import type { LayerRecord } from "../runs/layers/LayerRecord";

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
  /** Why the log, which names those epochs, could not be read in full. */
  problem?: string;
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
  /**
   * The logarithm of the true class's probability minus that of the most probable other class. Of the test set only.
   */
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
  /** The class whose logit the saliency is of; default: the predicted one. */
  saliencyOf?: number;
}

export interface Prediction {
  /** The probability of each class. */
  probabilities: Float32Array;
  /** The gradient of a class's logit on the input, [...image]. */
  saliency: Float32Array;
}

/** Answered by the network of the run's newest weights. */
export const predictRequest = new RequestType<PredictRequest, Prediction, void>("model/predict");

/** A layer of a network, or a module of several. */
export interface NetworkLayer {
  /** As in the names of weights, such as `features.0`; empty for the network itself. */
  name: string;
  /** Name of its class, such as `Conv2d`. */
  type: string;
  /** Number of modules that it is within. */
  depth: number;
  /** Of its output for one image. */
  shape: number[];
  /** Its own, without those of modules within it. */
  parameters: number;
  /** Of its parameters with its input, for one image, as torchinfo counts them: those of a bias included. */
  multiplications: number;
}

export interface NetworkSummary {
  /** Shape of the input. */
  input: number[];
  /** A module comes before those within it. */
  layers: NetworkLayer[];
  /** Of all layers. */
  parameters: number;
  multiplications: number;
}

/** The network of a run. */
export const networkRequest = new RequestType<AboutRun, NetworkSummary, void>("model/network");
/** What one set of a data set is like. */
export interface SetDescription {
  samples: number;
  /** Number of images with each label. */
  counts: number[];
  /** Of all pixels, from 0 to 1. */
  mean: number;
  /** Standard deviation of all pixels. */
  deviation: number;
}

/** What a data set is like before any training. */
export interface DataDescription {
  /** The data set's label. */
  dataset: string;
  classes: string[];
  image: ImageShape;
  sets: Record<ImageSet, SetDescription>;
  /** The first training images of each class, class by class. Shape of `images`: [indices.length, ...image]. */
  examples: { indices: Uint32Array; images: Uint8Array };
  /** The mean image of each class in the training set, [classes, ...image]. */
  means: Uint8Array;
  /** Number of images with exactly the bytes of an earlier image of the same set, or of an image of the other set. */
  duplicates: Record<ImageSet | "between", number>;
  /** The first of them, each with the image that it equals. */
  pairs: { set: ImageSet; index: number; ofSet: ImageSet; ofIndex: number }[];
}

/** The data set of a run; without one, the data set of the settings. */
export const dataRequest = new RequestType<{ runId?: string }, DataDescription, void>("model/data");

/** Filters of a layer as images. */
export interface Filters {
  layer: string;
  /** Number of all filters of the layer; an answer may have fewer. */
  total: number;
  height: number;
  width: number;
  /** [filters, height, width], row-major. */
  data: Float32Array;
}

export interface Inside {
  /** What the run recorded of its layers, in the order of the steps; thinned evenly. */
  records: LayerRecord[];
  /** The filters of the first layer by the newest weights; null where there are none. */
  filters: Filters | null;
  /** Why the weights cannot be read, in one sentence. */
  filtersProblem?: string;
}

export const insideRequest = new RequestType<AboutRun, Inside, void>("model/inside");

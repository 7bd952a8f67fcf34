/**
 * The Model view's questions about a run, its data set and its network. The host passes them on to the inspector.
 * Typed arrays are sent as binary. The message of each error is one sentence for the user.
 */
import { RequestType } from "vscode-jsonrpc";
import type { EvaluatedSet, ImageSet, ImageShape } from "../datasets/datasets";
import type { LayerRecord } from "../runs/layers/LayerRecord";

interface AboutRun {
  runId: string;
}

/** Error code: the data set was not found in the folders that may be read. The user may choose another folder. */
export const dataNotFound = 1;

/** Facts about a run that are known without the images of its data set. */
export interface ModelFacts {
  name: string;
  /** The data set's label. */
  dataset: string;
  /** Class names by label. */
  classes: string[];
  image: ImageShape;
  /**
   * Number of images of each set. `train` is the number for the whole training set, including the images that are held
   * out for validation. `validation` is 0 for a run without a validation set.
   */
  samples: Record<EvaluatedSet, number>;
  /** The epochs for which the run has recorded the network's answers, ascending. */
  epochs: number[];
  /** The best of {@link epochs}, chosen by `bestOf`; left out if none of them has a test result. */
  bestEpoch?: number;
  /** Why the log could not be read in full, in one sentence; {@link epochs} may then be incomplete. */
  problem?: string;
}

/** Rejected if the run cannot be read. No file of the data set is needed. */
export const factsRequest = new RequestType<AboutRun, ModelFacts, void>("model/facts");

/** Rejected for an epoch without recorded answers, and for the validation set if the run has no validation set. */
export interface AnswersRequest extends AboutRun {
  set: EvaluatedSet;
  epoch: number;
}

/**
 * What the network answered for the images of a set in an epoch. Each array has one element for each image, in the
 * order of the set's images.
 */
export interface Answers {
  /** For the validation set: the index of each image in the training set, ascending. Left out for the other sets. */
  indices?: Int32Array;
  labels: Uint8Array;
  /** The predicted class; 255 for an image that was not seen in the epoch. */
  predicted: Uint8Array;
  /** The true class's probability; NaN for an image that was not seen in the epoch. */
  probability: Float32Array;
  loss: Float32Array;
  /** The predicted class's probability. Left out for the training set. */
  confidence?: Float32Array;
  /**
   * The logarithm of the true class's probability minus the logarithm of the most probable other class's probability,
   * computed by `marginsOf`. Left out for the training set.
   */
  margin?: Float32Array;
}

export const answersRequest = new RequestType<AnswersRequest, Answers, void>("model/answers");

/**
 * The figures of `SampleHistory`, read from the newest checkpoint that is complete. Each array has one element for each
 * training image.
 */
export interface Histories {
  seen: Uint16Array;
  correct: Uint16Array;
  forgotten: Uint16Array;
  meanProbability: Float32Array;
  spread: Float32Array;
  meanMargin: Float32Array;
}

/** Answered with null if the run has no checkpoint, or if the checkpoint has no history. */
export const historiesRequest = new RequestType<AboutRun, Histories | null, void>("model/histories");

export interface ImagesRequest extends AboutRun {
  set: ImageSet;
  indices: number[];
}

/** Answered with the images, [indices.length, ...image], row-major, one byte for each channel of a pixel. */
export const imagesRequest = new RequestType<ImagesRequest, Uint8Array, void>("model/images");

export interface StoryRequest extends AboutRun {
  set: ImageSet;
  index: number;
}

/**
 * The network's recorded answers about one image, by epoch. Epochs whose file cannot be read are left out. For a
 * training image that is held out for validation, the answers are read from those about the validation set.
 */
export interface Story {
  epochs: number[];
  /** The true class's probability in each epoch; NaN for an epoch in which the image was not seen. */
  probability: Float32Array;
  /**
   * The probability of each class in the last of {@link epochs}. Left out for a training image that is not held out for
   * validation.
   */
  last?: Float32Array;
}

export const storyRequest = new RequestType<StoryRequest, Story, void>("model/story");

export interface PredictRequest extends AboutRun {
  /** One image, [...image], row-major, in the form of the data set's images. */
  pixels: Uint8Array;
  /** The class whose logit is differentiated for the saliency. Default: the predicted class. */
  saliencyOf?: number;
}

export interface Prediction {
  /** The probability of each class. */
  probabilities: Float32Array;
  /** The gradient of the logit of the class `saliencyOf` with respect to the input, [...image]. */
  saliency: Float32Array;
}

/** Answered by the network with the run's newest weights. */
export const predictRequest = new RequestType<PredictRequest, Prediction, void>("model/predict");

/** A layer of a network, or a module of several layers. */
export interface NetworkLayer {
  /** The beginning of the names of the module's weights, such as `features.0`; empty for the network itself. */
  name: string;
  /** Name of the module's class, such as `Conv2d`. */
  type: string;
  /** Number of modules that contain the module. */
  depth: number;
  /** Shape of the output for a batch of one image, [1, …]. */
  shape: number[];
  /** Number of parameters of the module itself, without those of the modules within the module. */
  parameters: number;
  /**
   * Number of multiplications by the module's own parameters for one image. A bias counts as a weight, as in torchinfo.
   */
  multiplications: number;
}

export interface NetworkSummary {
  /** Shape of the input for a batch of one image, [1, ...image]. */
  input: number[];
  /** The layers and modules. A module comes before the modules within it. */
  layers: NetworkLayer[];
  /** Sum of the `parameters` of all layers. */
  parameters: number;
  /** Sum of the `multiplications` of all layers. */
  multiplications: number;
  memory: NetworkMemory;
}

/**
 * Memory (bytes) of the arrays of a training, by torchinfo's formula. The input, the data set and the program are not
 * counted.
 */
export interface NetworkMemory {
  /** Number of images in a batch. */
  batchSize: number;
  parameters: number;
  /** A gradient for each parameter, and the optimizer's arrays. */
  gradientsAndState: number;
  /** For a batch: the outputs of all layers that have parameters, and a gradient for each output. */
  activations: number;
}

/** The network of a run. */
export const networkRequest = new RequestType<AboutRun, NetworkSummary, void>("model/network");

/** The figures of the training set or the test set. */
export interface SetDescription {
  samples: number;
  /** Number of images with each label. */
  counts: number[];
  /** Mean of all pixels, from 0 to 1. */
  mean: number;
  /** Standard deviation of all pixels, whose values are from 0 to 1. */
  deviation: number;
}

/** The figures and examples of a data set. They depend on no run. */
export interface DataDescription {
  /** The data set's label. */
  dataset: string;
  classes: string[];
  image: ImageShape;
  sets: Record<ImageSet, SetDescription>;
  /** The first few training images of each class, class by class. Shape of `images`: [indices.length, ...image]. */
  examples: { indices: Uint32Array; images: Uint8Array };
  /** The mean image of each class in the training set, [classes, ...image]. */
  means: Uint8Array;
  /**
   * For each set, the number of images that equal an earlier image of the same set in every byte. `between` is the
   * number of test images that equal a training image; `test` does not count these.
   */
  duplicates: Record<ImageSet | "between", number>;
  /**
   * The first few of the images that {@link duplicates} counts. Images of the training set come first. `ofSet` and
   * `ofIndex` name the earlier image that the image equals.
   */
  pairs: { set: ImageSet; index: number; ofSet: ImageSet; ofIndex: number }[];
}

/** Answered for the data set of a run; without `runId`, for the data set that the VS Code settings name. */
export const dataRequest = new RequestType<{ runId?: string }, DataDescription, void>("model/data");

/** The filters of a layer as images. The channels of a filter are averaged. */
export interface Filters {
  layer: string;
  /** Number of filters of the layer. {@link data} may hold only the first of them. */
  total: number;
  height: number;
  width: number;
  /** [filters, height, width], row-major. */
  data: Float32Array;
}

export interface Inside {
  /** The run's records of its layers, in the order of the steps. If there are many, an evenly spaced selection. */
  records: LayerRecord[];
  /** The filters of the first layer in the newest weights; null if the layer has none or no weights can be read. */
  filters: Filters | null;
  /** Why the weights cannot be read, in one sentence; left out if they can be read, and for a run without weights. */
  filtersProblem?: string;
}

export const insideRequest = new RequestType<AboutRun, Inside, void>("model/inside");

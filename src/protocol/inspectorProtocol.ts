/**
 * The questions to an inspector, a process that holds the data sets and the networks of runs. The questions are sent by
 * vscode-jsonrpc over the IPC channel of the process. Typed arrays are sent as binary.
 */
import * as v from "valibot";
import { RequestType } from "vscode-jsonrpc";
import {
  type DatasetName,
  datasets,
  type EvaluatedSet,
  evaluatedSets,
  imageSets,
} from "../datasets/datasets";
import type { RunConfig } from "../runs/RunConfig";
import type { RunState } from "../runs/RunState";
import type * as model from "./modelProtocol";

/** Largest number of images that one question may request. */
export const mostImages = 20_000;

/**
 * Error code: the data was not found, the question has no `location`, and the run's configuration names a data folder
 * that the user never chose. The inspector has not looked in that folder. In all other cases of missing data, the code
 * is {@link model.dataNotFound}.
 */
export const folderNotChosen = 2;

/** Error code: the question was cancelled. */
export const questionCancelled = 3;
/** Error code: the run lacks what was requested, such as a checkpoint. */
export const notInRun = 4;

const setSchema = v.picklist(imageSets);
const epochSchema = v.pipe(v.number(), v.integer(), v.minValue(1));
const indexSchema = v.pipe(v.number(), v.integer(), v.minValue(0));
const indicesSchema = v.pipe(v.array(indexSchema), v.maxLength(mostImages));
/** The largest number of bytes of one image of a data set. */
const largestImage = Math.max(
  ...Object.values(datasets).map(({ image }) =>
    image.reduce<number>((product, length) => product * length, 1),
  ),
);
/** The pixels of one image, one byte for each channel of a pixel. */
const pixelsSchema = v.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.length <= largestImage,
);

/** The schemas of the Model view's questions about a run. Each schema has the question's members except `runId`. */
export const askedSchemas = {
  facts: v.object({}),
  answers: v.object({ set: v.picklist(evaluatedSets), epoch: epochSchema }),
  histories: v.object({}),
  inside: v.object({}),
  images: v.object({ set: setSchema, indices: indicesSchema }),
  story: v.object({ set: setSchema, index: indexSchema }),
  network: v.object({}),
  predict: v.object({ pixels: pixelsSchema, saliencyOf: v.optional(indexSchema) }),
} as const;

/** A run, and the folders from which its data may be read. */
export const inspectedRunSchema = v.object({
  /** The run's folder. */
  folder: v.string(),
  /** The folder of downloaded data set files. */
  cacheFolder: v.string(),
  /**
   * The only folder in which the data is looked for. Default: the data folder of the run's configuration if the user
   * has ever chosen it, then the folders {@link elsewhere}, then the cache folder.
   */
  location: v.optional(v.string()),
  /** Folders that the user chose. They are searched after the data folder of the run's configuration. */
  elsewhere: v.optional(v.array(v.string())),
});
export type InspectedRun = v.InferOutput<typeof inspectedRunSchema>;

export const factsRequest = new RequestType<InspectedRun, Omit<model.ModelFacts, "name">, void>("facts");
export const answersRequest = inspected<model.AnswersRequest, model.Answers>("answers");
export const historiesRequest = new RequestType<InspectedRun, model.Histories | null, void>("histories");
export const insideRequest = new RequestType<InspectedRun, model.Inside, void>("inside");
export const imagesRequest = inspected<model.ImagesRequest, Uint8Array>("images");
export const storyRequest = inspected<model.StoryRequest, model.Story>("story");
export const predictRequest = inspected<model.PredictRequest, model.Prediction>("predict");

/**
 * The data set of a run, or a data set by its name. `elsewhere`: folders that the user chose. They are searched before
 * the cache folder.
 */
export type DescribedData =
  | { run: InspectedRun }
  | { dataset: DatasetName; elsewhere: string[]; cacheFolder: string };

export const dataRequest = new RequestType<DescribedData, model.DataDescription, void>("data");

/** The labels and a network's predictions for the images of a set, in the order of the images. */
export interface SetAnswers extends WeightsFile {
  /**
   * The index of each image within the whole training set, ascending. Left out for the test set. Also left out for the
   * training set if the run trains on all images of it.
   */
  indices?: Int32Array;
  labels: Uint8Array;
  predicted: Uint8Array;
  /** [labels.length, classes.length], row-major. */
  probabilities: Float32Array;
  classes: string[];
}

/** The file with the weights from which an answer was computed. */
export interface WeightsFile {
  /** Path relative to the run's folder. */
  file: string;
  /** Number of epochs that were complete when the weights were saved. */
  epoch: number;
  /** Number of steps that were trained before the weights were saved. */
  step: number;
}

/** The set that is evaluated, and the weights of the run with which the network evaluates it. */
export interface EvaluateRequest extends InspectedRun {
  /** `train`: only the images that the run trains on, not those that are held out for validation or left out. */
  set: EvaluatedSet;
  /** Path of a file with weights relative to the run's folder, as in the run's log. Default: the newest weights. */
  checkpoint?: string;
}

/** Evaluates a set. Rejected for the validation set if the run has no validation set. */
export const evaluateRequest = new RequestType<EvaluateRequest, SetAnswers, void>("evaluate");

/** Statistics of one array of weights. */
export interface ArrayFigures {
  /** The array's name in a checkpoint. */
  name: string;
  shape: number[];
  mean: number;
  /** Standard deviation of the weights, with their number (not the number minus 1) as the divisor. */
  standardDeviation: number;
  /** Square root of the sum of the squares of the weights. */
  norm: number;
  /** Share of the weights that are 0, from 0 to 1. */
  zeros: number;
}

/** Statistics of the units of a ReLU layer. */
export interface UnitFigures {
  /** Name of the ReLU layer. */
  name: string;
  /** Number of units. A channel of a convolution counts as one unit. */
  units: number;
  /** Number of units whose output is 0 for every test image. */
  dead: number;
}

export interface LayersAnswer extends WeightsFile {
  arrays: ArrayFigures[];
  /**
   * Null if the test set is not found and the question has no `location`. If the test set is not found at the
   * question's `location`, the question is rejected.
   */
  units: UnitFigures[] | null;
  /** The run's diagnoses, and the data set that their texts need. */
  found: Pick<RunState, "diagnoses" | "dataset">;
}

export const layersRequest = new RequestType<InspectedRun, LayersAnswer, void>("layers");

/** The network of a run. */
export const networkRequest = new RequestType<InspectedRun, model.NetworkSummary, void>("network");

/** The network of a configuration. */
export const summaryRequest = new RequestType<RunConfig, model.NetworkSummary, void>("summary");

function inspected<Request extends { runId: string }, Answer>(method: string) {
  return new RequestType<InspectedRun & Omit<Request, "runId">, Answer, void>(method);
}

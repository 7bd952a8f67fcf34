/**
 * The questions to an inspector, the process that holds the data and the networks of runs, by vscode-jsonrpc over the
 * IPC channel. Arrays are sent as binary.
 */
import * as v from "valibot";
import { RequestType } from "vscode-jsonrpc";
import { type DatasetName, imageSets } from "../datasets/datasets";
import type { RunConfig } from "../runs/RunConfig";
import type { RunState } from "../runs/RunState";
import type * as model from "./modelProtocol";

/** The largest number of images in one answer. */
export const mostImages = 20_000;

/**
 * The code of the error where the data is in a folder that only the run names. {@link model.dataNotFound} is the code
 * where a folder does not have it. Every other error has another code.
 */
export const folderNotChosen = 2;

/** The code of the answer to a question that was cancelled. */
export const questionCancelled = 3;
/** The code of the error that the run lacks what was requested, such as a checkpoint. */
export const notInRun = 4;

const setSchema = v.picklist(imageSets);
const epochSchema = v.pipe(v.number(), v.integer(), v.minValue(1));
const indexSchema = v.pipe(v.number(), v.integer(), v.minValue(0));
const indicesSchema = v.pipe(v.array(indexSchema), v.maxLength(mostImages));
/** Bytes of images, at most those of {@link mostImages} of 28 by 28 pixels. */
const pixelsSchema = v.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.length <= mostImages * 784,
);

/** What the questions ask for, beside the run. */
export const askedSchemas = {
  facts: v.object({}),
  answers: v.object({ set: setSchema, epoch: epochSchema }),
  histories: v.object({}),
  inside: v.object({}),
  images: v.object({ set: setSchema, indices: indicesSchema }),
  story: v.object({ set: setSchema, index: indexSchema }),
  network: v.object({}),
  predict: v.object({ pixels: pixelsSchema, saliencyOf: v.optional(indexSchema) }),
} as const;

/** A run, and where its data may be read from. */
export const inspectedRunSchema = v.object({
  /** The run's folder. */
  folder: v.string(),
  /** The folder of downloaded data set files. */
  cacheFolder: v.string(),
  /** The folder of the data set that a user named; no other is read then. */
  location: v.optional(v.string()),
  /** Other folders that the user chose, where the data may be if it is not in the run's own folder. */
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
 * Names a data set: that of a run, or one of the registry. `elsewhere`: folders that are searched before the cache
 * folder.
 */
export type DescribedData =
  | { run: InspectedRun }
  | { dataset: DatasetName; elsewhere: string[]; cacheFolder: string };

export const dataRequest = new RequestType<DescribedData, model.DataDescription, void>("data");

/** The test set as a network answers it. */
export interface TestAnswers extends WeightsFile {
  labels: Uint8Array;
  predicted: Uint8Array;
  /** [labels.length, classes.length], row-major. */
  probabilities: Float32Array;
  classes: string[];
}

/** The weights that were used. */
export interface WeightsFile {
  /** Path of the file with the weights, relative to the run's folder. */
  file: string;
  /** Number of complete epochs, and of steps, before them. */
  epoch: number;
  step: number;
}

/**
 * Runs the test set through a network. `checkpoint` is a file with weights, as in the run's log; default: the newest.
 */
export const evaluateRequest = new RequestType<InspectedRun & { checkpoint?: string }, TestAnswers, void>(
  "evaluate",
);

/** The figures of one array of weights. */
export interface ArrayFigures {
  /** As in a checkpoint. */
  name: string;
  shape: number[];
  mean: number;
  /** The standard deviation of the population. */
  standardDeviation: number;
  /** Root of the sum of squares. */
  norm: number;
  /** Share of zeros. */
  zeros: number;
}

/** The units of a ReLU. */
export interface UnitFigures {
  /** Name of the layer. */
  name: string;
  units: number;
  /** Number of those that no test image activates. */
  dead: number;
}

export interface LayersAnswer extends WeightsFile {
  arrays: ArrayFigures[];
  /** Null where the data is not on this machine. */
  units: UnitFigures[] | null;
  /** What rules have found in the run, and its data set. */
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

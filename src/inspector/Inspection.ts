import * as l10n from "@vscode/l10n";
import type { CancellationToken } from "vscode-jsonrpc";
import { DatasetError, datasets, type ImageDataset, isPublished, type Labels } from "../data";
import { DataLocationError } from "../data/dataLocations";
import type { EvaluatedSet } from "../datasets/datasets";
import { findCheckpoint } from "../model/checkpoints/findCheckpoint";
import type { Network } from "../model/readNetwork";
import { summarizeNetwork } from "../model/summarizeNetwork";
import type {
  DescribedData,
  EvaluateRequest,
  InspectedRun,
  LayersAnswer,
  SetAnswers,
  WeightsFile,
} from "../protocol/inspectorProtocol";
import type * as model from "../protocol/modelProtocol";
import { TaskError } from "../protocol/TaskError";
import { bestOf } from "../runs/bestEpoch";
import { evenly } from "../runs/layers/evenly";
import { readLayers } from "../runs/layers/layersFile";
import type { EvaluationEvent } from "../runs/RunEvent";
import type { DatasetSizes } from "../runs/readEvaluation";
import { trainedIndices, validationCount, validationIndices } from "../runs/trainingParts";
import { hasCheckpointFile } from "../runs/unloggedCheckpoints";
import { sizeOf, type Tensor } from "../tensor";
import { imagesText } from "../text/amounts";
import { eachBatch, predict } from "./askNetwork";
import { describeData } from "./describeData";
import { answersOf, Evaluations, storyOf } from "./Evaluations";
import { firstFilters } from "./firstFilters";
import { arrayFigures, watchUnits } from "./layerFigures";
import { Networks } from "./Networks";
import { OpenData } from "./OpenData";
import { Recent } from "./Recent";
import { type LoggedRun, RunLogs } from "./RunLogs";

/** A question about a run, with the members of {@link InspectedRun} in place of the run's id. */
type About<Request> = InspectedRun & Omit<Request, "runId">;

/** Largest number of histories of training images in memory. A history of Fashion-MNIST takes 1 MB. */
const mostHistories = 4;

/** Largest number of layer records in one answer. A record of the tutorial's network at one step takes 3 kB. */
const mostRecords = 120;

/**
 * Answers questions about runs. Keeps a limited number of data sets, networks and recorded answers in memory. A method
 * must not be called before the previous call has ended. Each method throws Error with a one-sentence message if
 * there is no answer.
 */
export class Inspection {
  private readonly logs = new RunLogs();
  private readonly data = new OpenData();
  private readonly networks = new Networks();
  private readonly evaluations = new Evaluations();
  private readonly histories = new Recent<model.Histories>(mostHistories);

  async facts(run: InspectedRun): Promise<Omit<model.ModelFacts, "name">> {
    const logged = await this.logs.read(run.folder);
    const { state, dataset, problem } = logged;
    const { label, classes, image } = datasets[dataset];
    const epochs = state.evaluations.map(({ epoch }) => epoch);
    const tested = state.epochs.filter(({ epoch }) => epochs.includes(epoch));
    const best = bestOf(tested);
    return {
      dataset: label,
      classes: [...classes],
      image,
      samples: await this.samplesOf(run, logged),
      epochs,
      ...(best && { bestEpoch: best.epoch }),
      ...(problem !== undefined && { problem }),
    };
  }

  async answers({ set, epoch, ...run }: About<model.AnswersRequest>): Promise<model.Answers> {
    const logged = await this.logs.read(run.folder);
    const event = logged.state.evaluations.find((one) => one.epoch === epoch);
    if (!event) throw new TaskError(l10n.t("The run has no answers of epoch {0}.", epoch));
    const labels = await this.data.labels(run, logged);
    const recorded = this.evaluations.open(run.folder, event, sizesOf(labels, logged));
    if (set !== "validation") return answersOf(recorded, set, labels[set]);
    const indices = heldOut(logged, labels.train.length);
    const heldOutLabels = Uint8Array.from(indices, (index) => labels.train[index]!);
    return { indices, ...answersOf(recorded, set, heldOutLabels) };
  }

  /**
   * The history of the training images (such as how often each was classified correctly) in the newest whole
   * checkpoint. Null if neither the run's log nor its folder has a checkpoint, or if the newest whole checkpoint has no
   * history.
   */
  async history({ folder }: InspectedRun): Promise<model.Histories | null> {
    const { state } = await this.logs.read(folder);
    const newest = state.checkpoints.at(-1);
    if (!newest && !hasCheckpointFile(folder)) return null;
    // Without a checkpoint in the log, nothing shows whether the newest checkpoint is still the one that was read.
    const key = newest && JSON.stringify([folder, newest.file, newest.sha256]);
    const known = key && this.histories.get(key);
    if (known) return known;
    const { found } = await findCheckpoint(folder, undefined, {
      remedy: l10n.t("choose another run"),
      instead: (file) => l10n.t("The figures of {0} are used.", file),
    });
    const { history } = found.checkpoint;
    if (!history) return null;
    const { seen, correct, forgotten, meanProbability, spread, meanMargin } = history;
    const answer = { seen, correct, forgotten, meanProbability, spread, meanMargin };
    if (key) this.histories.set(key, answer);
    return answer;
  }

  /**
   * What the run recorded about its layers, and the filters of the first layer. `filters` is null if the run has no
   * weights, if the first layer has no filters, or if the weights cannot be read. In the last case, `filtersProblem`
   * states why they cannot be read.
   */
  async inside({ folder }: InspectedRun): Promise<model.Inside> {
    const { state, config } = await this.logs.read(folder);
    const records = evenly(readLayers(folder, state.losses.length), mostRecords);
    if (state.weights === undefined && state.checkpoints.length === 0 && !hasCheckpointFile(folder))
      return { records, filters: null };
    try {
      const network = await this.networks.newest(folder, state);
      return { records, filters: firstFilters(network.model, datasets[config.dataset.name].image) };
    } catch (error) {
      return { records, filters: null, filtersProblem: (error as Error).message };
    }
  }

  /** The images at the given indices. @returns [indices.length, ...image] */
  async images({ set, indices, ...run }: About<model.ImagesRequest>): Promise<Uint8Array> {
    const data = (await this.data.open(run, await this.logs.read(run.folder)))[set];
    const size = sizeOf(data.image);
    const images = new Uint8Array(indices.length * size);
    for (const [place, index] of indices.entries()) {
      checkIndex(data, index);
      images.set(data.images.subarray(index * size, (index + 1) * size), place * size);
    }
    return images;
  }

  /**
   * The recorded answers about one image over the epochs. For a training image that was held out for validation, they
   * are taken from the answers about the validation set. Epochs whose file cannot be read are left out.
   * @throws Error about the last epoch's file if the run has such files and none can be read
   */
  async story({ set, index, ...run }: About<model.StoryRequest>): Promise<model.Story> {
    const logged = await this.logs.read(run.folder);
    const labels = await this.data.labels(run, logged);
    checkIndex(labels[set], index);
    const sizes = sizesOf(labels, logged);
    const recorded = this.readable(run.folder, logged.state.evaluations, sizes);
    const label = labels[set][index]!;
    const row =
      set === "train" ? validationIndices(logged.config.dataset, sizes.trainSamples).indexOf(index) : -1;
    return row < 0
      ? storyOf(recorded, set, index, label, sizes.classes)
      : storyOf(recorded, "validation", row, label, sizes.classes);
  }

  async predict({ pixels, saliencyOf, ...run }: About<model.PredictRequest>): Promise<model.Prediction> {
    const { state, config } = await this.logs.read(run.folder);
    const { image, classes } = datasets[config.dataset.name];
    if (pixels.length !== sizeOf(image))
      throw new Error(
        l10n.t("The image has {0} bytes, and the network takes {1}.", pixels.length, sizeOf(image)),
      );
    if (saliencyOf !== undefined && saliencyOf >= classes.length)
      throw new Error(l10n.t("There is no class {0}; the data set has {1}.", saliencyOf, classes.length));
    const { model: network } = await this.networks.newest(run.folder, state);
    return predict(network, pixels, image, saliencyOf);
  }

  /** Describes the data set of a run, or the one that the question names. */
  async describe(question: DescribedData): Promise<model.DataDescription> {
    const { name, sets } = await this.described(question);
    const { label, classes, image } = datasets[name];
    return { dataset: label, classes: [...classes], image, ...describeData(sets) };
  }

  private async described(question: DescribedData) {
    if ("run" in question) {
      const logged = await this.logs.read(question.run.folder);
      return { name: logged.dataset, sets: await this.data.open(question.run, logged) };
    }
    const { dataset: name, elsewhere, cacheFolder } = question;
    return { name, sets: await this.data.named(name, { locations: [...elsewhere, ""], cacheFolder }) };
  }

  /**
   * The network's answers about the images of `set`, with the weights in the file `checkpoint`; by default with the
   * newest weights. @throws ResponseError when cancelled
   */
  async evaluate(
    { checkpoint, set, ...run }: EvaluateRequest,
    token: CancellationToken,
  ): Promise<SetAnswers> {
    const logged = await this.logs.read(run.folder);
    const { test, train } = await this.data.open(run, logged);
    const data = set === "test" ? test : train;
    const indices = indicesOf(set, logged, train.length);
    const { classes } = data;
    const labels = indices ? Uint8Array.from(indices, (index) => data.labels[index]!) : data.labels;
    const { length } = labels;
    const probabilities = new Float32Array(length * classes.length);
    const predicted = new Uint8Array(length);
    const use = (logits: Tensor, firstRow: number) => {
      predicted.set(logits.argmax(), firstRow);
      probabilities.set(logits.softmax(1).data, firstRow * classes.length);
    };
    const used = await this.networks.with(run.folder, checkpoint, async (network) => {
      await eachBatch(network.model, data, token, use, indices);
      return weightsFile(network);
    });
    return {
      ...used,
      ...(indices && { indices }),
      labels: new Uint8Array(labels),
      predicted,
      probabilities,
      classes: [...classes],
    };
  }

  /**
   * The figures of the layers with the newest weights. The figures of the units need the test set. They are null if the
   * test set is not found and `run` has no `location`.
   */
  async layers(run: InspectedRun, token: CancellationToken): Promise<LayersAnswer> {
    const logged = await this.logs.read(run.folder);
    const test = await this.testSetIfPresent(run, logged);
    const { diagnoses, dataset } = logged.state;
    const found = { diagnoses, dataset };
    return this.networks.with(run.folder, undefined, async (network) => {
      const arrays = arrayFigures(network.model);
      if (!test) return { ...weightsFile(network), arrays, units: null, found };
      const units = watchUnits(network.model);
      await eachBatch(network.model, test, token, () => {});
      return { ...weightsFile(network), arrays, units: units(), found };
    });
  }

  async network({ folder }: InspectedRun): Promise<model.NetworkSummary> {
    return summarizeNetwork((await this.logs.read(folder)).config);
  }

  private async testSetIfPresent(run: InspectedRun, logged: LoggedRun): Promise<ImageDataset | undefined> {
    try {
      return (await this.data.open(run, logged)).test;
    } catch (error) {
      if (run.location === undefined && (error instanceof DatasetError || error instanceof DataLocationError))
        return undefined;
      throw error;
    }
  }

  /** The answers of the epochs whose file can be read. @throws Error about the last file if all are unreadable */
  private readable(folder: string, events: readonly EvaluationEvent[], sizes: DatasetSizes) {
    let refusal: unknown;
    const recorded = events.flatMap((event) => {
      try {
        return [{ epoch: event.epoch, answers: this.evaluations.open(folder, event, sizes) }];
      } catch (error) {
        refusal = error;
        return [];
      }
    });
    if (recorded.length === 0 && refusal !== undefined) throw refusal;
    return recorded;
  }

  private async samplesOf(run: InspectedRun, logged: LoggedRun): Promise<Record<EvaluatedSet, number>> {
    const { dataset, config } = logged;
    const samples = (train: number, test: number) => ({
      train,
      validation: validationCount(config.dataset, train),
      test,
    });
    if (isPublished(dataset)) {
      const { trainLabels, testLabels } = datasets[dataset].files;
      return samples(trainLabels.count, testLabels.count);
    }
    const { train, test } = await this.data.labels(run, logged);
    return samples(train.length, test.length);
  }
}

function sizesOf({ train, test }: Labels, { dataset, config }: LoggedRun): DatasetSizes {
  return {
    trainSamples: train.length,
    validationSamples: validationCount(config.dataset, train.length),
    testSamples: test.length,
    classes: datasets[dataset].classes.length,
  };
}

/** The indices of the images that are held out for validation. @throws TaskError for a run without a validation set */
function heldOut({ config }: LoggedRun, trainSamples: number): Int32Array {
  const indices = validationIndices(config.dataset, trainSamples);
  if (indices.length === 0)
    throw new TaskError(l10n.t("The run has no validation set; it was trained without a validation split."));
  return indices;
}

/**
 * The indices of the images of a set; undefined for all images.
 * @throws TaskError where the run has no validation set
 */
function indicesOf(set: EvaluatedSet, logged: LoggedRun, trainSamples: number): Int32Array | undefined {
  if (set === "validation") return heldOut(logged, trainSamples);
  if (set === "test") return undefined;
  const trained = trainedIndices(logged.config.dataset, trainSamples);
  return trained.length < trainSamples ? trained : undefined;
}

function checkIndex({ length }: { length: number }, index: number): void {
  if (index >= length)
    throw new TaskError(l10n.t("There is no image {0}; the set has {1}.", index, imagesText(length)));
}

function weightsFile({ file, epoch, step }: Network): WeightsFile {
  return { file, epoch, step };
}

/** Performs the commands about a run's network. */

import { basename } from "node:path";
import * as l10n from "@vscode/l10n";
import { type RequestType, ResponseError } from "vscode-jsonrpc";
import type { Inspector } from "../client/Inspector";
import { DataLocationError } from "../data/dataLocations";
import type { EvaluatedSet } from "../datasets/datasets";
import { kindOfPlace } from "../files/placeKind";
import { readUserFile } from "../files/readUserFile";
import { longestPicture } from "../images/pictureFile";
import { prepareImage } from "../images/prepareImage";
import * as questions from "../protocol/inspectorProtocol";
import { type Answers, dataNotFound } from "../protocol/modelProtocol";
import { TaskError } from "../protocol/TaskError";
import { shellText } from "../runs/commandLine";
import { inJson } from "../runs/inert";
import { readRunName } from "../runs/labelsFile";
import { WEIGHTS } from "../runs/runFiles";
import { rankSuspects, type SuspectScore } from "../runs/suspects";
import { withoutStop } from "../text/sentences";
import { checkData, withDataOption } from "./checkData";
import { checkpointName } from "./checkpointName";
import { decodeImage } from "./decodeImage";
import { evaluationJson, evaluationLines, sampleJson, sampleLines } from "./evaluationLines";
import { findRun } from "./findRun";
import type { InspectCommand } from "./inspectArguments";
import { layersJson, layersLines } from "./layersLines";
import type { Output } from "./Output";
import { UsageError } from "./options";
import { predictionJson, predictionLine } from "./predictionLines";
import { type Suspect, suspectJson, suspectLines } from "./suspectLines";

export interface InspectOptions {
  /** The absolute path of the runs folder. */
  runs: string;
  json: boolean;
  out: Output;
  errors: Output;
  inspector: Inspector;
  /** The folder of downloaded data sets and of the list of data folders that the user chose. */
  cacheFolder: string;
}

/**
 * Performs a command about a run's network.
 * @returns whether all of the work is done; if not, messages on `errors` say what is missing
 * @throws UsageError, TaskError or DataLocationError if what the user gave cannot be used
 * @throws Error for other failures; the message is one sentence
 */
export async function inspectRun(command: InspectCommand, options: InspectOptions): Promise<boolean> {
  return new RunInspection(command, options).perform();
}

class RunInspection {
  private readonly run: questions.InspectedRun;

  constructor(
    private readonly command: InspectCommand,
    private readonly options: InspectOptions,
  ) {
    const { runs, cacheFolder } = options;
    this.run = { folder: findRun(command.run, runs), cacheFolder, location: command.data };
  }

  async perform(): Promise<boolean> {
    const { command } = this;
    const { folder, location } = this.run;
    await checkData({ resume: { folder, location } });
    switch (command.command) {
      case "evaluate":
        return this.evaluate(command);
      case "suspects":
        return this.suspects(command);
      case "predict":
        return this.predict(command.images);
      case "inspect":
        return this.inspect();
      default:
        return command satisfies never;
    }
  }

  private async evaluate({
    set,
    checkpoint,
    samples,
  }: Extract<InspectCommand, { command: "evaluate" }>): Promise<boolean> {
    const { folder } = this.run;
    const file = checkpoint && (checkpoint === WEIGHTS ? WEIGHTS : checkpointName(folder, checkpoint));
    const answers = await this.ask(questions.evaluateRequest, { ...this.run, set, checkpoint: file });
    const name = await readRunName(folder);
    if (this.options.json) {
      this.json(evaluationJson({ id: basename(folder), name }, set, answers));
      if (samples) for (const sample of sampleJson(answers)) this.json(sample);
      return true;
    }
    this.lines(evaluationLines(name, set, answers));
    if (samples) this.lines(sampleLines(answers));
    return true;
  }

  private async suspects({
    set,
    score,
    limit,
  }: Extract<InspectCommand, { command: "suspects" }>): Promise<boolean> {
    const facts = await this.ask(questions.factsRequest, this.run);
    const epoch = facts.epochs.at(-1);
    if (epoch === undefined && facts.problem !== undefined) throw new Error(facts.problem);
    if (epoch === undefined) {
      const { folder, location } = this.run;
      const dataWords = location === undefined ? [] : ["--data", location];
      throw new TaskError(
        l10n.t(
          "The run {0} has no recorded answers. A training records them after each epoch, unless --no-evaluation is given. {1} computes the answers of the run's weights.",
          basename(folder),
          shellText(["evaluate", "--samples", "--set", set, ...dataWords, folder]),
        ),
      );
    }
    const answers = await this.ask(questions.answersRequest, { ...this.run, set, epoch });
    const scores = await this.scores(set, score, answers);
    const suspects = [...rankSuspects(scores, score).subarray(0, limit)].map(
      (index): Suspect => ({
        index: answers.indices?.[index] ?? index,
        label: answers.labels[index]!,
        predicted: answers.predicted[index]!,
        score: scores[index]!,
      }),
    );
    if (suspects.length === 0)
      throw new Error(
        l10n.t(
          "The images of the {0} set cannot be ranked, since no answer of the network is a finite number; train again with a smaller learning rate.",
          set,
        ),
      );
    if (this.options.json) for (const suspect of suspects) this.json(suspectJson(suspect, facts.classes));
    else this.lines(suspectLines(suspects, facts.classes, score));
    return true;
  }

  /**
   * The score of each image of a set. The loss is that of the last recorded epoch. Margin and probability are means
   * over the epochs for the training set, and those of the last recorded epoch for the other sets.
   * @throws TaskError if the means are needed and no checkpoint contains them
   */
  private async scores(
    set: EvaluatedSet,
    score: SuspectScore,
    { probability, loss, margin = new Float32Array() }: Answers,
  ): Promise<Float32Array> {
    if (score === "loss") return loss;
    if (set !== "train") return score === "margin" ? margin : probability;
    const history = await this.ask(questions.historiesRequest, this.run);
    if (!history)
      throw new TaskError(
        l10n.t("No checkpoint of the run {0} has figures of its training images.", basename(this.run.folder)),
      );
    return score === "margin" ? history.meanMargin : history.meanProbability;
  }

  /**
   * Classifies the image in each file. If a file cannot be used, prints a message on `errors` and continues with the
   * next file.
   * @returns whether all files are classified
   * @throws UsageError if a file does not exist or is a folder; no file is then classified
   */
  private async predict(images: readonly string[]): Promise<boolean> {
    for (const file of images) {
      const kind = await kindOfPlace(file);
      if (kind === "absent") throw new UsageError(l10n.t("There is no file {0}.", file));
      if (kind === "folder") throw new UsageError(l10n.t("{0} is a folder; name its files.", file));
    }
    const { image, classes } = await this.ask(questions.factsRequest, this.run);
    const [, height, width] = image;
    let isDone = true;
    for (const file of images) {
      try {
        const { fitted, steps } = await prepareFile(file, { width, height });
        const prediction = await this.ask(questions.predictRequest, { ...this.run, pixels: fitted.data });
        if (this.options.json) this.json(predictionJson(file, prediction, classes, steps));
        else this.options.out.line(predictionLine(file, prediction, classes));
      } catch (error) {
        this.options.errors.sentence((error as Error).message);
        isDone = false;
      }
    }
    return isDone;
  }

  private async inspect(): Promise<boolean> {
    const answer = await this.ask(questions.layersRequest, this.run);
    const name = await readRunName(this.run.folder);
    if (this.options.json) this.json(layersJson({ id: basename(this.run.folder), name }, answer));
    else this.lines(layersLines(name, answer));
    return true;
  }

  /**
   * Asks the inspector.
   * @throws TaskError or DataLocationError if what the user gave cannot be used
   * @throws Error for other failures; the message is one sentence
   */
  private async ask<Question, Answer>(
    request: RequestType<Question, Answer, void>,
    question: Question,
  ): Promise<Answer> {
    try {
      return await this.options.inspector.ask(request, question);
    } catch (error) {
      if (!(error instanceof ResponseError)) throw error;
      if (error.code === questions.folderNotChosen) throw new DataLocationError(error.message);
      if (error.code === questions.notInRun) throw new TaskError(error.message);
      if (error.code === dataNotFound)
        throw new TaskError(this.run.location === undefined ? withDataOption(error.message) : error.message);
      throw new Error(error.message);
    }
  }

  private lines(lines: Iterable<string>): void {
    for (const line of lines) this.options.out.line(line);
  }

  private json(value: object): void {
    this.options.out.write(`${inJson(JSON.stringify(value))}\n`);
  }
}

/**
 * Reads an image file and converts it to an input of the network.
 * @throws Error if this fails; the message is one sentence that names the file
 */
async function prepareFile(file: string, size: { width: number; height: number }) {
  const bytes = await readUserFile(file, longestPicture);
  try {
    return prepareImage(decodeImage(bytes), size);
  } catch (error) {
    throw new Error(l10n.t("{0} is not used: {1}.", file, withoutStop((error as Error).message)));
  }
}

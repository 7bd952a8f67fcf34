/**
 * The inspector process: holds the data and the networks of runs, and answers questions about them. It writes nothing,
 * and ends when its client disconnects.
 */

import "../text/clientLanguage";
import "../protocol/exitWhenOutOfMemory";
import * as l10n from "@vscode/l10n";
import {
  type CancellationToken,
  createMessageConnection,
  ErrorCodes,
  type RequestType,
  ResponseError,
} from "vscode-jsonrpc";
import { IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import { DatasetError } from "../data";
import { DataLocationError } from "../data/dataLocations";
import { summarizeNetwork } from "../model/summarizeNetwork";
import * as inspector from "../protocol/inspectorProtocol";
import { dataNotFound } from "../protocol/modelProtocol";
import { TaskError } from "../protocol/TaskError";
import { OutOfMemoryError } from "../tensor";
import { throwIfCancelled } from "./askNetwork";
import { Inspection } from "./Inspection";

const inspection = new Inspection();
/** Resolves when the latest question is answered or has failed. Questions are answered one after the other. */
let latest: Promise<unknown> = Promise.resolve();
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));

answer(inspector.factsRequest, (question) => inspection.facts(question));
answer(inspector.answersRequest, (question) => inspection.answers(question));
answer(inspector.historiesRequest, (question) => inspection.history(question));
answer(inspector.insideRequest, (question) => inspection.inside(question));
answer(inspector.imagesRequest, (question) => inspection.images(question));
answer(inspector.storyRequest, (question) => inspection.story(question));
answer(inspector.predictRequest, (question) => inspection.predict(question));
answer(inspector.dataRequest, (question) => inspection.describe(question));
answer(inspector.evaluateRequest, (question, token) => inspection.evaluate(question, token));
answer(inspector.layersRequest, (question, token) => inspection.layers(question, token));
answer(inspector.networkRequest, (question) => inspection.network(question));
answer(inspector.summaryRequest, async (config) => summarizeNetwork(config));
connection.listen();

process.on("disconnect", () => process.exit());

function answer<Question, Answer>(
  { method }: RequestType<Question, Answer, void>,
  find: (question: Question, token: CancellationToken) => Promise<Answer>,
): void {
  connection.onRequest<unknown, void>(method, (question: Question, token: CancellationToken) => {
    const answered = latest.then(() => {
      throwIfCancelled(token);
      return find(question, token);
    });
    latest = answered.catch(() => undefined);
    return answered.catch((error: unknown) => {
      throw responseTo(error);
    });
  });
}

function responseTo(error: unknown): ResponseError<void> {
  if (error instanceof ResponseError) return error;
  const { message } = error as Error;
  if (error instanceof DataLocationError) return new ResponseError(inspector.folderNotChosen, message);
  if (error instanceof DatasetError) return new ResponseError(dataNotFound, message);
  if (error instanceof TaskError) return new ResponseError(inspector.notInRun, message);
  if (error instanceof OutOfMemoryError)
    return new ResponseError(
      ErrorCodes.InternalError,
      l10n.t("The network and its data do not fit in memory."),
    );
  return new ResponseError(ErrorCodes.InternalError, message);
}

/** The trainer process: one run, told over IPC, ended by itself or when its parent lets go. */
import { constants, setPriority } from "node:os";
import * as v from "valibot";
import { createMessageConnection, ErrorCodes, ResponseError } from "vscode-jsonrpc";
import { IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import type { RunEvent } from "../runs/RunEvent";
import { RunsFolderError } from "../runs/RunStore";
import { prepareRun } from "./prepareRun";
import { Run } from "./Run";
import { TrainingControl } from "./TrainingControl";
import {
  controlActionSchema,
  controlRequest,
  runEvent,
  stopRequest,
  trainParamsSchema,
  trainRequest,
} from "./trainerProtocol";

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const stop = new AbortController();
let parentListens = true;
let run: Run | undefined;
const control = new TrainingControl(stop.signal);

async function send(event: RunEvent): Promise<void> {
  // A parent that goes away at this moment misses nothing: the log has the event.
  if (parentListens) await connection.sendNotification(runEvent, event).catch(() => undefined);
}

// The editor comes first. On Linux more than one step would let two busy programs starve the training.
setPriority(process.platform === "win32" ? constants.priority.PRIORITY_BELOW_NORMAL : 1);

connection.onRequest(trainRequest, async (params) => {
  try {
    const { task, cacheFolder } = v.parse(trainParamsSchema, params);
    const prepared = await prepareRun(task);
    run = new Run(prepared, { cacheFolder, signal: stop.signal, control, send });
    // The answer leaves first: the client learns the run's folder before the run's first event.
    setImmediate(async () => {
      await run?.perform();
      process.exit();
    });
    const { id, folder, recordedEvents } = prepared;
    return { id, folder, recordedEvents };
  } catch (error) {
    const code = error instanceof RunsFolderError ? ErrorCodes.InternalError : ErrorCodes.InvalidRequest;
    return new ResponseError(code, (error as Error).message);
  }
});
connection.onRequest(controlRequest, (request) => {
  try {
    control.accept(v.parse(controlActionSchema, request));
    return undefined;
  } catch (error) {
    return new ResponseError(ErrorCodes.InvalidRequest, (error as Error).message);
  }
});
connection.onRequest(stopRequest, () => stop.abort());
connection.listen();

process.on("disconnect", () => {
  if (!run) process.exit();
  parentListens = false;
  stop.abort();
});
// Ctrl-C in a terminal reaches every process of the job; the client alone decides what it means.
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});
process.on("SIGTERM", () => stop.abort());
// A limit to a file's size is a full disk, not the end of the run.
process.on("SIGXFSZ", () => {});

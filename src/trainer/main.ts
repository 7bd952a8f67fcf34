/**
 * The trainer process: performs one run and sends its events to all clients. It exits after the run, which is
 * interrupted when no client has been connected for the grace period.
 */

import "../text/clientLanguage";
import "../protocol/exitWhenOutOfMemory";
import { constants, getPriority, setPriority } from "node:os";
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { ErrorCodes, ResponseError } from "vscode-jsonrpc";
import { IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import { DataLocationError, isChosenLocation, rememberLocation } from "../data/dataLocations";
import type { Folder } from "../files/Folder";
import { RunHeldError } from "../liveness/RunHeldError";
import { RunLock } from "../liveness/RunLock";
import { removeRuntimeDirectory, stderrPath } from "../liveness/runtimeDirectory";
import { takesNoFiles, temporaryDirectory } from "../liveness/temporaryDirectory";
import { socketPath } from "../liveness/trainerSocket";
import { TaskError } from "../protocol/TaskError";
import {
  doesNotFit,
  locationNotChosen,
  type RunLocation,
  runHeld,
  type TrainParams,
  trainParamsSchema,
  trainRequest,
} from "../protocol/trainerProtocol";
import { InvalidConfigError } from "../runs/RunConfig";
import { RunsFolderError } from "../runs/RunStore";
import { namedLocation, prepareRun } from "./prepareRun";
import { RunEnding } from "./RunEnding";
import { RunTrainer } from "./RunTrainer";
import { TrainerServer } from "./TrainerServer";
import { TrainingControl } from "./TrainingControl";

const ending = new AbortController();
const control = new TrainingControl(ending.signal);
const server = new TrainerServer(control, ending);
const parent = server.serve(new IPCMessageReader(process), new IPCMessageWriter(process));
let run: RunTrainer | undefined;

// The trainer has a lower priority than the editor. The nice value is only 1, except on Windows: with a higher one, two
// other busy programs on Linux would leave the training hardly any time. A still lower priority that was set from
// outside stays, since a process may not raise its own priority.
setPriority(
  Math.max(getPriority(), process.platform === "win32" ? constants.priority.PRIORITY_BELOW_NORMAL : 1),
);

parent.onRequest(trainRequest, async (params) => {
  try {
    return await begin(v.parse(trainParamsSchema, params));
  } catch (error) {
    if (error instanceof InvalidConfigError) {
      const { message, key, requirement, value } = error;
      return new ResponseError(ErrorCodes.InvalidParams, message, { key, requirement, value });
    }
    if (error instanceof DataLocationError) return new ResponseError(locationNotChosen, error.message);
    if (error instanceof TaskError) {
      const { message, leastEpochs } = error;
      return new ResponseError(doesNotFit, message, { leastEpochs });
    }
    if (error instanceof RunHeldError) return new ResponseError(runHeld, error.message);
    const code = error instanceof RunsFolderError ? ErrorCodes.InternalError : ErrorCodes.InvalidRequest;
    return new ResponseError(code, (error as Error).message);
  }
});

async function begin({
  task,
  cacheFolder,
  gracePeriod,
  runtimeDirectory,
}: TrainParams): Promise<RunLocation> {
  const { signal } = ending;
  const { socket, warnings } = await openSocket(runtimeDirectory, gracePeriod);
  const stderr = runtimeDirectory ? stderrPath(runtimeDirectory) : null;
  try {
    const takeLock = (files: Folder) => RunLock.take(files, { socket, stderr }, exitAfterTakeover);
    const prepared = await prepareRun(task, takeLock, (location) => isChosenLocation(cacheFolder, location));
    await rememberLocation(cacheFolder, namedLocation(task));
    prepared.warnings.push(...warnings);
    const begun = new RunTrainer(prepared, {
      cacheFolder,
      signal,
      control,
      send: (event) => server.send(event),
    });
    run = begun;
    const { id, folder, lock } = prepared;
    const recordedEvents = prepared.logged.length;
    const warn = (message: string) => begun.warn(message);
    server.begin({ id, token: lock.token, recordedEvents, log: () => begun.recorded, warn }, parent);
    // The answer is sent first, so that the client knows the run's folder before it receives the run's first event.
    setImmediate(async () => {
      await begun.perform();
      await server.close();
      if (runtimeDirectory) removeRuntimeDirectory(runtimeDirectory);
      process.exit();
    });
    return { id, folder, recordedEvents, token: lock.token };
  } catch (error) {
    // The client also removes the runtime directory, but the client may exit before this process has ended.
    if (runtimeDirectory) removeRuntimeDirectory(runtimeDirectory);
    throw error;
  }
}

async function openSocket(runtimeDirectory: TrainParams["runtimeDirectory"], gracePeriod: number) {
  try {
    const folder = temporaryDirectory();
    if (!runtimeDirectory) throw takesNoFiles(folder);
    const socket = socketPath(runtimeDirectory);
    await server.listen(socket, gracePeriod);
    return { socket, warnings: [] };
  } catch (error) {
    const message = l10n.t(
      "No other window can connect to this run while it trains, and the run ends when the window or terminal that started it closes: {0}.",
      (error as Error).message,
    );
    return { socket: null, warnings: [message] };
  }
}

/** Exits without writing to the run's folder, since another process has taken the run or recorded its end. */
function exitAfterTakeover(): never {
  console.error(l10n.t("Another process has taken over the run."));
  process.exit(1);
}

process.on("disconnect", () => {
  if (run) server.detach(parent);
  else process.exit();
});
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
  process.on(signal, () => ending.abort(new RunEnding("interrupted")));
// Without this listener, a write beyond the file size limit would end the process. With it, the write fails with an
// error.
process.on("SIGXFSZ", () => {});

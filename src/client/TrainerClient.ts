import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { ErrorCodes, ResponseError } from "vscode-jsonrpc";
import { DataLocationError } from "../data/dataLocations";
import { RunHeldError } from "../liveness/RunHeldError";
import {
  makeRuntimeDirectory,
  removeRuntimeDirectory,
  runtimeDirectoryOf,
} from "../liveness/runtimeDirectory";
import { lastOutputText, stderrEnd } from "../liveness/stderrEnd";
import { readTrainerFile } from "../liveness/trainerFile";
import { TaskError } from "../protocol/TaskError";
import {
  doesNotFit,
  invalidFieldSchema,
  locationNotChosen,
  misfitSchema,
  runHeld,
  type TrainingTask,
  trainRequest,
} from "../protocol/trainerProtocol";
import { InvalidConfigError } from "../runs/RunConfig";
import type { RunEvent } from "../runs/RunEvent";
import { eventsToShow } from "../runs/RunRecord";
import { RunsFolderError } from "../runs/RunStore";
import { sentences } from "../text/sentences";
import { connectToTrainer } from "./connectToTrainer";
import { forkTrainer } from "./forkTrainer";
import { HeldRun } from "./HeldRun";
import { TrainerHandle } from "./TrainerHandle";
import { supportedV8Flags } from "./v8Flags";

export type { TrainerHandle } from "./TrainerHandle";

/** A task (a new run, a fork, or a run to resume) and how to start its trainer. */
export type TrainingOptions = TrainingTask & {
  /** The bundled trainer, `dist/trainer.js`. */
  trainerPath: string;
  /** The folder of downloaded data set files. */
  cacheFolder: string;
  /** Added to the trainer's environment, for example the proxy that downloads go through. */
  environment?: Record<string, string>;
  /** Time (s, 0 to 86,400) that the run continues after its last client has disconnected. */
  gracePeriod: number;
  onEvent: (event: RunEvent) => void;
};

export interface AttachOptions {
  /** The run's folder. */
  folder: string;
  /** Called for each event that follows {@link Attached.events}, after {@link attachTraining} has resolved. */
  onEvent: (event: RunEvent) => void;
}

/** A running trainer that this process has connected to. */
export interface Attached {
  training: TrainerHandle;
  /**
   * Every event of the run before the first one that `onEvent` gets, and a warning for each damaged part of the run's
   * folder.
   */
  events: readonly RunEvent[];
}

/**
 * Starts a trainer process and its run.
 * @throws RunsFolderError when the runs folder cannot be written
 * @throws DataLocationError when the run's data is in a folder that the user never chose and the task names no other
 * folder
 * @throws RunHeldError while another process trains the run to be resumed
 * @throws TaskError when the epochs or the checkpoint of the task do not fit the run
 * @throws InvalidConfigError when the hyperparameters do not fit together, or leave no image to train or validate on
 * @throws Error with a one-sentence message when the process cannot start or the run has no checkpoint to continue from
 */
export async function startTraining(options: TrainingOptions): Promise<TrainerHandle> {
  const { trainerPath, environment, cacheFolder, gracePeriod, onEvent, ...task } = options;
  const execArgv = await supportedV8Flags();
  const runtimeDirectory = makeRuntimeDirectory();
  const { link, pid } = forkTrainer({ trainerPath, environment, execArgv, runtimeDirectory });
  try {
    const run = await Promise.race([
      link.connection.sendRequest(trainRequest, { task, cacheFolder, gracePeriod, runtimeDirectory }),
      link.gone.then(async (end) => {
        // A short run may have ended before this process has read the answer.
        await link.handledAll();
        const { cause } = stderrEnd(runtimeDirectory);
        throw new Error(
          sentences(l10n.t("The trainer process could not start: {0}.", end!.how), lastOutputText(cause)),
        );
      }),
    ]);
    const { id, token, folder } = run;
    const trainer = { id, token, pid: pid!, runtimeDirectory, run: new HeldRun(folder) };
    return new TrainerHandle(trainer, link, run.recordedEvents, onEvent);
  } catch (error) {
    link.disconnect();
    if (runtimeDirectory) void link.gone.then(() => removeRuntimeDirectory(runtimeDirectory));
    throw asThrown(error);
  }
}

/**
 * Connects to the trainer of a run.
 * @returns undefined unless a trainer is running, can be reached from here, proves that it has the token in
 * `trainer.json`, and answers in time
 */
export async function attachTraining({ folder, onEvent }: AttachOptions): Promise<Attached | undefined> {
  const trainer = readTrainerFile(folder);
  if (!trainer) return undefined;
  const held = new HeldRun(folder);
  const connected = await connectToTrainer(held.folder, trainer);
  if (!connected) {
    held.close();
    return undefined;
  }
  const { link, run, log } = connected;
  const { token, stderr } = trainer;
  const shown = await eventsToShow(folder, log);
  const early = link.takeEarly();
  const known = [...log.events, ...early];
  const runtimeDirectory = stderr === null ? undefined : runtimeDirectoryOf(stderr);
  const { id, pid } = run;
  const training = new TrainerHandle(
    { id, run: held, pid, token, runtimeDirectory },
    link,
    known.length,
    onEvent,
    known,
  );
  return { training, events: [...shown, ...early] };
}

/**
 * Turns an error response of the trainer, which carries only message, code and data, back into an error of the class
 * that the trainer threw. Returns `error` unchanged if it is no response, or if its code and data stand for no class.
 */
function asThrown(error: unknown): unknown {
  if (!(error instanceof ResponseError)) return error;
  if (error.code === locationNotChosen) return new DataLocationError(error.message);
  if (error.code === doesNotFit) {
    const { success, output } = v.safeParse(misfitSchema, error.data);
    return new TaskError(error.message, success ? output.leastEpochs : undefined);
  }
  if (error.code === runHeld) return new RunHeldError(error.message);
  if (error.code === ErrorCodes.InternalError) return new RunsFolderError(error.message);
  const { success, output } = v.safeParse(invalidFieldSchema, error.data);
  return success ? new InvalidConfigError(output.key, output.requirement, output.value) : error;
}

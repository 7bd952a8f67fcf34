import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { ErrorCodes, ResponseError } from "vscode-jsonrpc";
import { DataLocationError } from "../data/dataLocations";
import { lastWords, said } from "../liveness/lastWords";
import { RunHeldError } from "../liveness/RunHeldError";
import {
  makeRuntimeDirectory,
  removeRuntimeDirectory,
  runtimeDirectoryOf,
} from "../liveness/runtimeDirectory";
import { readTrainerFile } from "../liveness/trainerFile";
import { TaskError } from "../protocol/TaskError";
import {
  doesNotFit,
  invalidFieldSchema,
  locationNotChosen,
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
import { FollowedTraining } from "./FollowedTraining";
import { forkTrainer } from "./forkTrainer";
import type { AttachedTraining, Training } from "./Training";
import { supportedV8Flags } from "./v8Flags";

export type { AttachedTraining, Training } from "./Training";

/** A new run, a fork of one, or one to be resumed; and how to go about it. */
export type TrainingOptions = TrainingTask & {
  /** The bundled trainer, `dist/trainer.js`. */
  trainerPath: string;
  /** Where downloaded data set files are kept. */
  cacheFolder: string;
  /** Added to the trainer's environment, for example the proxy that downloads go through. */
  environment?: Record<string, string>;
  /** Seconds that the run goes on when nobody is connected to its trainer any more; 0 to 86,400. */
  gracePeriod: number;
  onEvent: (event: RunEvent) => void;
};

export interface AttachOptions {
  /** The run's. */
  folder: string;
  /** Called for each further event, only after the promise has resolved. */
  onEvent: (event: RunEvent) => void;
}

/**
 * Starts a trainer process and its run.
 * @throws RunsFolderError when the runs folder cannot be written; DataLocationError when the run's data is where the
 * user has never trained from and no location is given; RunHeldError while another process trains the run to be
 * resumed; TaskError when the epochs or the checkpoint asked for do not go with the run; InvalidConfigError when a fork's hyperparameters do
 * not go together; Error, one sentence, when the process cannot start
 * or there is nothing to resume or fork from.
 */
export async function startTraining(options: TrainingOptions): Promise<Training> {
  const { trainerPath, environment, cacheFolder, gracePeriod, onEvent, ...task } = options;
  const execArgv = await supportedV8Flags();
  const runtimeDirectory = makeRuntimeDirectory();
  const { link, pid } = forkTrainer({ trainerPath, environment, execArgv, runtimeDirectory });
  try {
    const run = await Promise.race([
      link.connection.sendRequest(trainRequest, { task, cacheFolder, gracePeriod, runtimeDirectory }),
      link.gone.then((how) => {
        const { telling } = lastWords(runtimeDirectory);
        throw new Error(sentences(l10n.t("The trainer process could not start: {0}.", how!), said(telling)));
      }),
    ]);
    return new FollowedTraining({ ...run, pid: pid!, runtimeDirectory }, link, run.recordedEvents, onEvent);
  } catch (error) {
    link.letGo();
    if (runtimeDirectory) void link.gone.then(() => removeRuntimeDirectory(runtimeDirectory));
    throw asThrown(error);
  }
}

/**
 * Connects to the trainer that is at work on a run; undefined where none is alive that can be reached from here and
 * answers now.
 */
export async function attachTraining({
  folder,
  onEvent,
}: AttachOptions): Promise<AttachedTraining | undefined> {
  const trainer = readTrainerFile(folder);
  const connected = trainer && (await connectToTrainer(folder, trainer));
  if (!connected) return undefined;
  const { link, run, log } = connected;
  const { token, stderr } = trainer;
  const shown = await eventsToShow(folder, log);
  const early = link.takeEarly();
  const known = [...log.events, ...early];
  const runtimeDirectory = stderr === null ? undefined : runtimeDirectoryOf(stderr);
  const { id, pid } = run;
  const training = new FollowedTraining(
    { id, folder, pid, token, runtimeDirectory },
    link,
    known.length,
    onEvent,
    known,
  );
  return Object.assign(training, { events: [...shown, ...early] });
}

/** What the trainer threw, of which an answer has only the message and what is added to it. */
function asThrown(error: unknown): unknown {
  if (!(error instanceof ResponseError)) return error;
  if (error.code === locationNotChosen) return new DataLocationError(error.message);
  if (error.code === doesNotFit) return new TaskError(error.message);
  if (error.code === runHeld) return new RunHeldError(error.message);
  if (error.code === ErrorCodes.InternalError) return new RunsFolderError(error.message);
  const { success, output } = v.safeParse(invalidFieldSchema, error.data);
  return success ? new InvalidConfigError(output.key, output.requirement, output.value) : error;
}

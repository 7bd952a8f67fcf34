import { type ChildProcess, fork } from "node:child_process";
import { dirname } from "node:path";
import { createMessageConnection, ErrorCodes, type MessageConnection, ResponseError } from "vscode-jsonrpc";
import { IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import { type EndedEvent, parseRunEvent, type RunEvent } from "../runs/RunEvent";
import { RunLog } from "../runs/RunLog";
import { RunStore, RunsFolderError } from "../runs/RunStore";
import { supportedV8Flags } from "../tensor/threads/v8Flags";
import { tellingLine } from "./tellingLine";
import {
  type ControlAction,
  controlRequest,
  type RunLocation,
  runEvent,
  stopRequest,
  type TrainingTask,
  trainRequest,
} from "./trainerProtocol";

/** A new run, a fork of one, or one to be resumed; and how to go about it. */
export type TrainingOptions = TrainingTask & {
  /** The bundled trainer, `dist/trainer.js`. */
  trainerPath: string;
  /** Where downloaded data set files are kept. */
  cacheFolder: string;
  /** Added to the trainer's environment, for example the proxy that downloads go through. */
  environment?: Record<string, string>;
  onEvent: (event: RunEvent) => void;
};

/** A run in its own process. */
export interface Training {
  readonly id: string;
  readonly folder: string;
  /** The process that trains. */
  readonly pid: number;
  /** How the run ended. Always resolves, also when the process dies; never before the process is gone. */
  readonly ended: Promise<EndedEvent>;
  /** Asks the run to end between two batches, keeping its weights. */
  stop(): Promise<void>;
  /**
   * Takes hold of the training between two batches.
   * @throws Error, one sentence, when the run's status does not allow it.
   */
  control(action: ControlAction): Promise<void>;
  /** Lets go of the process, which then stops its run by itself. */
  dispose(): void;
}

/** Stderr that is kept to explain a crash, in characters. */
const KEPT_STDERR = 16_000;

/**
 * Starts a trainer process and its run.
 * @throws RunsFolderError when the runs folder cannot be written; Error, one sentence, when the process cannot start
 * or there is nothing to resume or fork from.
 */
export async function startTraining(options: TrainingOptions): Promise<Training> {
  const child = fork(options.trainerPath, [], {
    env: { ...process.env, ...options.environment, ELECTRON_RUN_AS_NODE: "1" },
    execArgv: await supportedV8Flags(),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const began = performance.now();
  const stderr = collectStderr(child);
  const gone = processGone(child);
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));

  const { trainerPath: _, environment: __, cacheFolder, onEvent, ...task } = options;
  let delivered = 0;
  let ended: EndedEvent | undefined;
  let clockBefore = 0;
  const deliver = (message: unknown) => {
    delivered++;
    const event = parseRunEvent(message);
    if (event?.type === "resumed") clockBefore = event.seconds;
    if (event?.type === "ended") ended = event;
    if (event) onEvent(event);
  };
  connection.onNotification(runEvent, deliver);
  connection.listen();

  const run = await Promise.race([
    connection.sendRequest(trainRequest, { task, cacheFolder }).catch((error) => {
      throw isAboutRunsFolder(error) ? new RunsFolderError(error.message) : error;
    }),
    gone.then((how) => {
      throw new Error(`The trainer process could not start: ${how}.${stderr.lastLine()}`);
    }),
  ]).catch((error) => {
    letGo(child);
    throw error;
  });

  return {
    id: run.id,
    folder: run.folder,
    pid: child.pid!,
    ended: gone.then(async (how) => {
      connection.dispose();
      // A busy client may not have got round to the last messages; a parted one was sent none.
      const logged = await loggedEvents(run);
      logged.slice(run.recordedEvents + delivered).forEach(deliver);
      if (ended) return ended;
      const crash: EndedEvent = {
        type: "ended",
        status: "failed",
        error: `The trainer process died: ${how}.${stderr.lastLine()} What it had recorded is kept.`,
        time: new Date().toISOString(),
        seconds: clockBefore + (performance.now() - began) / 1000,
      };
      recordCrash(run.folder, crash);
      onEvent(crash);
      return crash;
    }),
    stop: () => requestStop(connection),
    control: (action) => requestControl(connection, action),
    dispose: () => letGo(child),
  };
}

/** Without its parent a trainer ends what it does and then itself. */
function letGo(child: ChildProcess): void {
  if (child.connected) child.disconnect();
}

/** What the trainer recorded: every event that it sent, in the same order. */
async function loggedEvents({ id, folder }: RunLocation): Promise<RunEvent[]> {
  const recorded = await new RunStore(dirname(folder)).read(id).catch(() => undefined);
  return recorded?.events ?? [];
}

async function requestStop(connection: MessageConnection): Promise<void> {
  // A run that ends by itself at this very moment takes the connection with it, and is stopped all the same.
  await connection.sendRequest(stopRequest).catch(() => undefined);
}

async function requestControl(connection: MessageConnection, action: ControlAction): Promise<void> {
  try {
    await connection.sendRequest(controlRequest, action);
  } catch (error) {
    const isRefusal = error instanceof ResponseError && error.code === ErrorCodes.InvalidRequest;
    throw new Error(isRefusal ? error.message : "The run has ended.");
  }
}

function isAboutRunsFolder(error: unknown): error is ResponseError<void> {
  return error instanceof ResponseError && error.code === ErrorCodes.InternalError;
}

/** How the process ended, once its last message has been read too. */
function processGone(child: ChildProcess): Promise<string> {
  const disconnected = new Promise<void>((resolve) => child.once("disconnect", resolve));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => {
      const how = signal ? `ended by ${signal}` : `exit code ${code}`;
      if (child.connected) disconnected.then(() => resolve(how));
      else resolve(how);
    });
  });
}

function collectStderr(child: ChildProcess): { lastLine(): string } {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-KEPT_STDERR);
  });
  return {
    lastLine() {
      const line = tellingLine(text);
      return line ? ` It said: ${line}.` : "";
    },
  };
}

function recordCrash(folder: string, crash: EndedEvent): void {
  try {
    const log = new RunLog(folder);
    log.append(crash);
    log.close();
  } catch {
    // The folder itself is gone or full: the event still reaches whoever listens.
  }
}

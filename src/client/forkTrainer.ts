import { fork } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createMessageConnection } from "vscode-jsonrpc";
import { IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import { stderrPath } from "../liveness/runtimeDirectory";
import { language } from "../text/language";
import { processGone } from "./processGone";
import { TrainerLink } from "./TrainerLink";
import { trainerEnvironment } from "./trainerEnvironment";

export interface ForkOptions {
  trainerPath: string;
  /** Added to the variables that {@link trainerEnvironment} keeps. */
  environment?: Record<string, string>;
  /** Options of Node. */
  execArgv: string[];
  /** The directory in which the stderr file is made. Without a directory, stderr is discarded. */
  runtimeDirectory?: string;
}

/**
 * Starts a trainer process, which may outlive this one.
 * @returns `pid` is undefined when the process could not start; the link's `gone` then gives the reason
 */
export function forkTrainer({ trainerPath, environment, execArgv, runtimeDirectory }: ForkOptions): {
  link: TrainerLink;
  pid: number | undefined;
} {
  // Stderr is a file: a pipe would have no reader once this process is gone.
  const stderr = openStderr(runtimeDirectory);
  const child = fork(trainerPath, [], {
    // In a session of its own, the trainer gets no signal when this process's terminal or window is closed.
    detached: true,
    env: {
      ...trainerEnvironment(process.env),
      FITTING_ROOM_LANGUAGE: language(),
      ...environment,
      ELECTRON_RUN_AS_NODE: "1",
    },
    execArgv,
    stdio: ["ignore", "ignore", stderr ?? "ignore", "ipc"],
  });
  if (stderr !== undefined) closeSync(stderr);
  const gone = processGone(child);
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  const disconnect = () => {
    if (child.connected) child.disconnect();
    child.unref();
  };
  const kill = () => child.kill("SIGKILL");
  return { link: new TrainerLink(connection, { gone, disconnect, kill }), pid: child.pid };
}

function openStderr(runtimeDirectory: string | undefined): number | undefined {
  try {
    return runtimeDirectory === undefined ? undefined : openSync(stderrPath(runtimeDirectory), "wx", 0o600);
  } catch {
    return undefined;
  }
}

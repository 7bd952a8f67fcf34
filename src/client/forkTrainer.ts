import { type ChildProcess, fork } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import * as l10n from "@vscode/l10n";
import { createMessageConnection } from "vscode-jsonrpc";
import { IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import { stderrPath } from "../liveness/runtimeDirectory";
import { language } from "../text/language";
import { TrainerLink } from "./TrainerLink";
import { trainerEnvironment } from "./trainerEnvironment";

export interface ForkedTrainer {
  link: TrainerLink;
  /** Undefined where the process could not be started, which the link then tells. */
  pid: number | undefined;
}

export interface ForkOptions {
  trainerPath: string;
  /** Added to what the trainer takes over of this process's environment. */
  environment?: Record<string, string>;
  /** Node's own. */
  execArgv: string[];
  /** Where its stderr goes; without a runtime directory it is lost. */
  runtimeDirectory?: string;
}

/** Starts a trainer process, which may outlive this one. */
export function forkTrainer({
  trainerPath,
  environment,
  execArgv,
  runtimeDirectory,
}: ForkOptions): ForkedTrainer {
  // A pipe would be read by nobody when this process is gone.
  const stderr = openStderr(runtimeDirectory);
  const child = fork(trainerPath, [], {
    // In a session of its own, out of reach of what ends this process with its terminal or its window.
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
  const letGo = () => {
    if (child.connected) child.disconnect();
    child.unref();
  };
  const kill = () => child.kill("SIGKILL");
  return { link: new TrainerLink(connection, { gone, letGo, kill }), pid: child.pid };
}

function openStderr(runtimeDirectory: string | undefined): number | undefined {
  try {
    return runtimeDirectory === undefined ? undefined : openSync(stderrPath(runtimeDirectory), "wx", 0o600);
  } catch {
    return undefined;
  }
}

/** How the process ended, once its last message has been read too. */
function processGone(child: ChildProcess): Promise<string> {
  const disconnected = new Promise<void>((resolve) => child.once("disconnect", resolve));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => {
      const how = signal ? l10n.t("ended by {0}", signal) : l10n.t("exit code {0}", code!);
      if (child.connected) disconnected.then(() => resolve(how));
      else resolve(how);
    });
  });
}

import { fork } from "node:child_process";
import { createMessageConnection, type MessageConnection } from "vscode-jsonrpc";
import { IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import { language } from "../text/language";
import { type ProcessEnd, processGone } from "./processGone";
import { trainerEnvironment } from "./trainerEnvironment";

/** An inspector process, which ends when it is disconnected. */
export interface InspectorProcess {
  /** Undefined for a process that could not start. */
  pid: number | undefined;
  connection: MessageConnection;
  /** The promise that {@link processGone} returns for this process. */
  gone: Promise<ProcessEnd>;
  disconnect: () => void;
}

/**
 * Starts an inspector process.
 * @param inspectorPath the bundled inspector, `dist/inspector.js`
 * @param execArgv options of Node
 */
export function forkInspector(inspectorPath: string, execArgv: string[]): InspectorProcess {
  const child = fork(inspectorPath, [], {
    env: {
      ...trainerEnvironment(process.env),
      FITTING_ROOM_LANGUAGE: language(),
      ELECTRON_RUN_AS_NODE: "1",
    },
    execArgv,
    // Typed arrays are sent as binary data, not as JSON.
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const gone = processGone(child);
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  const disconnect = () => {
    connection.dispose();
    if (child.connected) child.disconnect();
    child.unref();
  };
  return { pid: child.pid, connection, gone, disconnect };
}

/** The trainer process: one run, told over IPC, ended by itself or when its parent lets go. */
import { constants, setPriority } from "node:os";
import { createMessageConnection, ErrorCodes, ResponseError } from "vscode-jsonrpc";
import { IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import { createRun } from "../runs/RunStore";
import { Run } from "./Run";
import { runEvent, stopRequest, trainRequest } from "./trainerProtocol";

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const stop = new AbortController();
let parentListens = true;
let run: Run | undefined;

// The editor comes first. On Linux more than one step would let two busy programs starve the training.
setPriority(process.platform === "win32" ? constants.priority.PRIORITY_BELOW_NORMAL : 1);

connection.onRequest(trainRequest, ({ config, runsFolder, cacheFolder }) => {
  let record: ReturnType<typeof createRun>;
  try {
    record = createRun(runsFolder, config, new Date());
  } catch (error) {
    return new ResponseError(ErrorCodes.InternalError, (error as Error).message);
  }
  run = new Run({
    config,
    folder: record.folder,
    cacheFolder,
    signal: stop.signal,
    send: async (event) => {
      // A parent that goes away at this moment misses nothing: the log has the event.
      if (parentListens) await connection.sendNotification(runEvent, event).catch(() => undefined);
    },
  });
  // The answer leaves first: the client learns the run's folder before the run's first event.
  setImmediate(async () => {
    await run?.perform();
    process.exit();
  });
  return { id: record.id, folder: record.folder };
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

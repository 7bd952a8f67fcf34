import type { Disposable, MessageConnection } from "vscode-jsonrpc";
import { saveFileRequest } from "../protocol/fileProtocol";
import { saveFile } from "./exportRuns";

/** Answers a view's requests to save a file that it has made: asks the user where. */
export function answerSaveRequests(connection: MessageConnection): Disposable {
  return connection.onRequest(saveFileRequest, async ({ name, bytes }) => {
    if (/^[\w.-]+$/.test(name) && bytes instanceof Uint8Array) await saveFile(name, () => [bytes]);
    return null;
  });
}

import type { Disposable, MessageConnection } from "vscode-jsonrpc";
import { saveFileRequest } from "../protocol/fileProtocol";
import { saveFile } from "./exportRuns";

/**
 * Answers a view's requests to save a file that the view has made. Asks the user where to save the file. Ignores a
 * request whose name has other characters than letters, digits, `_`, `.` and `-`.
 */
export function answerSaveRequests(connection: MessageConnection): Disposable {
  return connection.onRequest(saveFileRequest, async ({ name, bytes }) => {
    if (/^[\w.-]+$/.test(name) && bytes instanceof Uint8Array) await saveFile(name, () => [bytes]);
    return null;
  });
}

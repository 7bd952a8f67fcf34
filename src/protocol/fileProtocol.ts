/** The request to save a file. Each view may send it to the extension's host. */
import { RequestType } from "vscode-jsonrpc";

/**
 * Saves a file that the view has made, such as the picture of a chart. The host asks the user where to save the file.
 * `name` is the suggested name.
 */
export const saveFileRequest = new RequestType<{ name: string; bytes: Uint8Array }, null, void>("saveFile");

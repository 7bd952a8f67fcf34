/** The request of any view to save a file. */
import { RequestType } from "vscode-jsonrpc";

/**
 * Saves a file that the view has made, such as the picture of a chart. The host asks the user where to save it, and
 * suggests `name`.
 */
export const saveFileRequest = new RequestType<{ name: string; bytes: Uint8Array }, null, void>("saveFile");

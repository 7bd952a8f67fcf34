/** The request of any view for a file. */
import { RequestType } from "vscode-jsonrpc";

/** A file that the view has made, such as the picture of a chart. The host asks where to save it. */
export const saveFileRequest = new RequestType<{ name: string; bytes: Uint8Array }, null, void>("saveFile");

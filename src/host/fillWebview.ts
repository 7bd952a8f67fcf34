import { randomBytes } from "node:crypto";
import { Uri, type Webview } from "vscode";
import { timeZone } from "../runs/localTime";
import { bundle, language } from "../text/language";
import { webviewHtml } from "./webviewHtml";

/**
 * Sets the document of a webview.
 * @param view name of an entry in `webview/views`
 */
export function fillWebview(webview: Webview, extensionUri: Uri, view: string): void {
  const folder = Uri.joinPath(extensionUri, "dist/webview");
  const resource = (name: string) => webview.asWebviewUri(Uri.joinPath(folder, name)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = webviewHtml({
    view,
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString("base64url"),
    script: resource(`${view}.js`),
    style: resource(`${view}.css`),
    language: language(),
    translations: bundle(),
    timeZone: timeZone(),
  });
}

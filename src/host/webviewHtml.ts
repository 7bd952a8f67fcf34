import type { Bundle } from "../text/language";

export interface WebviewResources {
  /** The name of an entry in `webview/views`. */
  view: string;
  /** `Webview.cspSource`: the origin from which the content security policy allows resources. */
  cspSource: string;
  /** A random text, different for every document. */
  nonce: string;
  script: string;
  style: string;
  /** `language` and `translations` are the arguments of `setLanguage`. */
  language: string;
  translations: Bundle | undefined;
  /** The argument of `setTimeZone`; empty where it is unknown. */
  timeZone: string;
}

/**
 * The document of a webview. Its content security policy allows only this extension's script and files. The UI toolkit
 * reads the nonce for its style element from the `csp-nonce` property.
 */
export function webviewHtml(resources: WebviewResources): string {
  const { view, cspSource, nonce, script, style, language, translations, timeZone } = resources;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta property="csp-nonce" content="${nonce}">
  <title>Fitting Room</title>
  <script type="application/json" id="translations">${jsonInHtml(translations ?? null)}</script>
  <link rel="stylesheet" href="${style}">
  <script type="module" nonce="${nonce}" src="${script}"></script>
</head>
<body data-fitting-room-view="${view}" data-time-zone="${timeZone}"></body>
</html>
`;
}

/** JSON for a script element. It cannot end the element or begin a comment. */
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

export interface DashboardResources {
  /** The webview's own origin for resources, as `Webview.cspSource` gives it. */
  cspSource: string;
  /** New for every document. */
  nonce: string;
  script: string;
  style: string;
  language: string;
}

/**
 * The dashboard's document: nothing runs in it but our script, and nothing is loaded but our files.
 * The UI toolkit takes the nonce for its style element from the `csp-nonce` property.
 */
export function dashboardHtml({ cspSource, nonce, script, style, language }: DashboardResources): string {
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
  <link rel="stylesheet" href="${style}">
  <script type="module" nonce="${nonce}" src="${script}"></script>
</head>
<body data-fitting-room-dashboard></body>
</html>
`;
}

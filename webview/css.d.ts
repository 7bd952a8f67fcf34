/** esbuild collects the style sheets that a view imports in dist/webview/VIEW.css. */
declare module "*.css";

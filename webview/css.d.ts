/** esbuild joins the style sheets that a view imports into dist/webview/VIEW.css. */
declare module "*.css";

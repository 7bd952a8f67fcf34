/** For each view, esbuild joins the imported style sheets in dist/webview/VIEW.css. */
declare module "*.css";

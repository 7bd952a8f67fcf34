/** esbuild collects imported style sheets in dist/webview.css. */
declare module "*.css";

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { webviewHtml } from "../../../src/host/webviewHtml";
import { language } from "../../../src/text/language";
import { applyTheme, type Theme } from "./themes";

const origin = "http://view.invalid";
const root = join(import.meta.dirname, "../../..");
const dist = join(root, "dist");
const translations = JSON.parse(readFileSync(join(root, "l10n/bundle.l10n.ko.json"), "utf8"));

/** How a page shows a view. */
export interface PageOptions {
  /** Number of screen pixels along the side of a CSS pixel. Default: 1. */
  scale?: number;
  /** Whether the texts of the view are Korean. Default: true if the language of the tests is Korean. */
  korean?: boolean;
}

/** A built view in a page of its own, with a theme of VS Code and a stand-in for the host. */
export class ViewPage {
  protected constructor(readonly page: Page) {}

  /**
   * Loads a view in a new page.
   * @param view name of the view's script, such as `live`
   * @param standIn runs in the page before the view's script, with `value` as its argument; defines `acquireVsCodeApi`
   */
  protected static async load<Value>(
    browser: Browser,
    view: string,
    [standIn, value]: readonly [(value: Value) => void, Value],
    { scale = 1, korean = language() === "ko" }: PageOptions,
  ): Promise<Page> {
    const page = await browser.newPage({ deviceScaleFactor: scale });
    await page.route(`${origin}/**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name === "") return route.fulfill({ contentType: "text/html", body: html(view, korean) });
      const contentType = name.endsWith(".js") ? "text/javascript" : "text/css";
      await route.fulfill({ contentType, body: readFileSync(join(dist, name)) });
    });
    await page.addInitScript(standIn as (value: unknown) => void, value);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(`${origin}/`);
    return page;
  }

  /** Changes the theme as VS Code does. */
  async setTheme(theme: Theme): Promise<void> {
    await this.page.evaluate(applyTheme, theme);
  }

  /** Sets whether the content of the page is visible. Invisible content has the same layout. */
  async setDrawing(isDrawn: boolean): Promise<void> {
    await this.page.evaluate(
      (visibility) => {
        document.body.style.visibility = visibility;
      },
      isDrawn ? "" : "hidden",
    );
  }

  async resize(width: number, height: number): Promise<void> {
    // A webview is transparent: the background of the side bar or of the editor is seen through it.
    const ground = width < 500 ? "sideBar" : "editor";
    await this.page.evaluate((name) => {
      document.documentElement.style.background = `var(--vscode-${name}-background)`;
    }, ground);
    await this.page.setViewportSize({ width, height });
  }

  /** Waits for three animation frames, after which every earlier change is drawn. */
  async drawn(): Promise<void> {
    await this.page.evaluate(async () => {
      for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
    });
  }
}

/** The webview's HTML with an empty style element, to which `applyTheme` gives VS Code's own style sheet. */
function html(view: string, korean: boolean): string {
  const nonce = "nonce";
  const filled = webviewHtml({
    view,
    cspSource: origin,
    nonce,
    script: `${origin}/webview/${view}.js`,
    style: `${origin}/webview/${view}.css`,
    language: korean ? "ko" : "en",
    timeZone: "",
    translations: korean ? translations : undefined,
  });
  return filled.replace("<head>", `<head><style id="_defaultStyles" nonce="${nonce}"></style>`);
}

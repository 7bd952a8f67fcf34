import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { webviewHtml } from "../../../src/host/webviewHtml";
import type { DashboardAction, Snapshot } from "../../../src/protocol/dashboardProtocol";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { language } from "../../../src/text/language";
import { applyTheme, type Theme } from "./themes";

const origin = "http://dashboard.invalid";
const root = join(import.meta.dirname, "../../..");
const dist = join(root, "dist");
const translations = JSON.parse(readFileSync(join(root, "l10n/bundle.l10n.ko.json"), "utf8"));

/** How a page shows the dashboard. */
export interface PageOptions {
  /** Number of pixels of the screen for a pixel of CSS. Default: 1. */
  scale?: number;
  /** Whether the dashboard itself is Korean. Default: whether the states are. */
  korean?: boolean;
}

/** The built dashboard in a page of its own, with a theme of VS Code and a given snapshot. */
export class DashboardPage {
  private constructor(readonly page: Page) {}

  static async open(
    browser: Browser,
    theme: Theme,
    { scale = 1, korean = language() === "ko" }: PageOptions = {},
  ): Promise<DashboardPage> {
    const page = await browser.newPage({ deviceScaleFactor: scale });
    await page.route(`${origin}/**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name === "") return route.fulfill({ contentType: "text/html", body: html(korean) });
      const contentType = name.endsWith(".js") ? "text/javascript" : "text/css";
      await route.fulfill({ contentType, body: readFileSync(join(dist, name)) });
    });
    await page.addInitScript(standInForHost);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(`${origin}/`);
    const dashboard = new DashboardPage(page);
    await dashboard.setTheme(theme);
    return dashboard;
  }

  /** Changes the theme as VS Code does. */
  async setTheme(theme: Theme): Promise<void> {
    await this.page.evaluate(applyTheme, theme);
  }

  /** Sets whether the page is drawn. A page that is not drawn has the same layout. */
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

  /** Shows a snapshot: another run, or none. */
  async show(snapshot: Snapshot): Promise<void> {
    await this.page.evaluate((message) => window.postMessage(message, "*"), {
      jsonrpc: "2.0",
      method: "snapshotChanged",
      params: snapshot,
    });
    await this.drawn();
  }

  async add(runId: string, events: RunEvent[]): Promise<void> {
    await this.page.evaluate((message) => window.postMessage(message, "*"), {
      jsonrpc: "2.0",
      method: "eventsAdded",
      params: { runId, events },
    });
    await this.drawn();
  }

  /** The dashboard's requests so far, without those of a snapshot. None of them is answered. */
  asked(): Promise<{ id: number; method: string; params: DashboardAction }[]> {
    return this.page.evaluate(
      () => (window as unknown as { asked: { id: number; method: string; params: never }[] }).asked,
    );
  }

  async answer(id: number, accepted: boolean): Promise<void> {
    await this.page.evaluate((message) => window.postMessage(message, "*"), {
      jsonrpc: "2.0",
      id,
      result: accepted,
    });
    await this.drawn();
  }

  /** Waits for three frames, after which everything so far is drawn. */
  async drawn(): Promise<void> {
    await this.page.evaluate(async () => {
      for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
    });
  }
}

/** The document that VS Code makes of the webview's HTML. */
function html(korean: boolean): string {
  const nonce = "nonce";
  const filled = webviewHtml({
    view: "live",
    cspSource: origin,
    nonce,
    script: `${origin}/webview/live.js`,
    style: `${origin}/webview/live.css`,
    language: korean ? "ko" : "en",
    translations: korean ? translations : undefined,
  });
  return filled.replace("<head>", `<head><style id="_defaultStyles" nonce="${nonce}"></style>`);
}

/** Runs in the page: answers each request of a snapshot with an empty one and records all other requests. */
function standInForHost(): void {
  const asked: unknown[] = [];
  const host = {
    postMessage(message: { id: number; method: string }) {
      if (message.method !== "snapshot") return void asked.push(message);
      const result = { training: false, settings: [] };
      window.postMessage({ jsonrpc: "2.0", id: message.id, result }, "*");
    },
    getState: () => undefined,
    setState: () => undefined,
  };
  Object.assign(window, { asked, acquireVsCodeApi: () => host });
}

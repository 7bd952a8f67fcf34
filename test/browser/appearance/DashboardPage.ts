import type { Browser } from "playwright-core";
import type { DashboardAction, Snapshot } from "../../../src/protocol/dashboardProtocol";
import type { RunEvent } from "../../../src/runs/RunEvent";
import type { Theme } from "./themes";
import { type PageOptions, ViewPage } from "./ViewPage";

/** The built dashboard in a page of its own, with a theme of VS Code and a given snapshot. */
export class DashboardPage extends ViewPage {
  static async open(browser: Browser, theme: Theme, options: PageOptions = {}): Promise<DashboardPage> {
    const page = await ViewPage.load(browser, "live", [standInForHost, undefined], options);
    const dashboard = new DashboardPage(page);
    await dashboard.setTheme(theme);
    return dashboard;
  }

  /** Shows a snapshot, which may be of another run or of none. */
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

  /** The dashboard's messages so far, except requests for a snapshot. Only {@link answer} answers these messages. */
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
}

/**
 * Runs in the page: answers each request for a snapshot with a snapshot without a run, and records all other messages.
 */
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

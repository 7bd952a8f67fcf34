import type { Frame, Locator } from "playwright-core";
import { isDone } from "./isDone";

/** Time (ms) to wait for the wanted item of a menu. Then the menu is opened again if it has closed. */
const MENU = 2000;

/** The state of a dashboard, from the attributes of its body. */
export interface DashboardData {
  status: string;
  /** Number of losses that the dashboard has received. */
  steps: number;
  epochs: number;
  runId: string;
}

/** A dashboard in its webview. */
export class Dashboard {
  constructor(readonly frame: Frame) {}

  data(): Promise<DashboardData> {
    return this.frame.evaluate(() => {
      const { status = "", steps, epochs, runId = "" } = document.body.dataset;
      return { status, steps: Number(steps), epochs: Number(epochs), runId };
    });
  }

  /** The plot of the loss of every batch. */
  get lossPlot() {
    return this.frame.locator(".loss-chart .plot");
  }

  /** Number of points of the lines in the loss chart. */
  async points(): Promise<number> {
    return Number(await this.lossPlot.getAttribute("data-points"));
  }

  /** Clicks the dashboard's button whose text contains `label`. */
  async click(label: string): Promise<void> {
    await this.frame.locator("vscode-button", { hasText: label }).click();
  }

  /** Chooses an item of the menu of further actions. */
  async choose(label: string): Promise<void> {
    const item = this.frame.getByRole("menuitem", { name: label });
    do await this.openMenu(this.frame.locator(".run-buttons [aria-haspopup=menu]"), item);
    while (!(await isDone(item.click({ timeout: MENU }))));
  }

  /**
   * Opens a menu by its button and waits for an item of the menu. If VS Code takes the focus, the menu closes and is
   * opened again.
   */
  async openMenu(button: Locator, item: Locator): Promise<void> {
    for (;;) {
      if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
      if (await isDone(item.waitFor({ timeout: MENU }))) return;
    }
  }

  /** Locator of the text in a figure's tile; matches only if the text is exactly `value`. */
  figure(label: string, value: string) {
    return this.frame.locator(".tile", { hasText: label }).getByText(value, { exact: true });
  }

  /** The value of a setting for the next run, as its chip shows it. */
  async setting(label: string): Promise<string> {
    const chip = this.frame.locator(".chip", { hasText: label });
    return (await chip.locator(".chip-value").textContent()) ?? "";
  }

  /** Presses a key in the loss chart. @returns the step that is then inspected, and the chart's text about this step */
  async readLoss(key: string): Promise<{ step: number; text: string }> {
    await this.lossPlot.press(key);
    await this.drawn();
    return {
      step: Number(await this.lossPlot.getAttribute("aria-valuenow")),
      text: (await this.lossPlot.getAttribute("aria-valuetext")) ?? "",
    };
  }

  /** Reads the losses with the keyboard: at the first step, then after each press of PageUp up to the last step. */
  async readLosses(): Promise<{ step: number; text: string }[]> {
    const readings = [await this.readLoss("Home")];
    for (;;) {
      const next = await this.readLoss("PageUp");
      if (next.step === readings.at(-1)?.step) return readings;
      readings.push(next);
    }
  }

  /** Waits for three animation frames, after which every earlier change is drawn. */
  private async drawn(): Promise<void> {
    await this.frame.evaluate(async () => {
      for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
    });
  }

  /** Number of pixels of the first canvas (the loss chart's) that are not fully transparent; 0 without a canvas. */
  drawnPixels(): Promise<number> {
    return this.frame.evaluate(() => {
      const canvas = document.querySelector("canvas");
      const pixels = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let drawn = 0;
      for (let alpha = 3; alpha < pixels.length; alpha += 4) if (pixels[alpha] !== 0) drawn++;
      return drawn;
    });
  }
}

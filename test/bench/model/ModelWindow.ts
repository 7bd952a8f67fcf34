import { setTimeout as delay } from "node:timers/promises";
import type { Frame } from "playwright-core";
import { makePlace, Workbench } from "../../browser/Workbench";
import { processesOf } from "../watching/processes";
import { jumpTo, lassoTimes, markMatrix, measureLasso, paintedAt, scrollFrames } from "./inModel";

/** Time (ms) to wait after a change of the window, so that it is at rest. */
const SETTLE_MS = 1500;
/** Number of frames in each try, and number of pixels that the grid scrolls in each frame. */
const scroll = { frames: 120, pixels: 60 };

/** A window of the real workbench with the packaged extension, and the Model view of a run in it. */
export class ModelWindow {
  private constructor(private readonly workbench: Workbench) {}

  /**
   * @param runs a runs folder with one run
   * @param data the folder of the run's data set
   */
  static async open(vsix: string, runs: string, data: string): Promise<ModelWindow> {
    const place = await makePlace({ extensions: [vsix] });
    const settings = { "fittingRoom.runs.location": runs, "fittingRoom.dataset.location": data };
    const workbench = await Workbench.open(place, { settings });
    await markMatrix(workbench.page);
    await workbench.openSidePanel(300);
    await workbench.untilListed(1);
    await workbench.chooseForRun(0, "Open Model");
    await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
    return new ModelWindow(workbench);
  }

  close(): Promise<void> {
    return this.workbench.close();
  }

  /** Opens the view again. @returns time (ms) until the confusion matrix is painted */
  async reopen(): Promise<number> {
    const { workbench } = this;
    await workbench.runCommand("View: Close All Editors");
    await delay(SETTLE_MS);
    await workbench.chooseCommand("Fitting Room: Open Model");
    await delay(200);
    const began = Date.now();
    await workbench.page.keyboard.press("Enter");
    const frame = await this.frame();
    return workbench.until(async () => {
      const painted = await paintedAt(frame);
      return painted !== undefined && painted - began;
    });
  }

  /** Ends the inspector. The next request of the Model view starts a new one. */
  async endInspector(): Promise<void> {
    const running = processesOf("inspector");
    for (const pid of running) process.kill(pid, "SIGKILL");
    await this.workbench.until(async () => !processesOf("inspector").some((pid) => running.includes(pid)));
  }

  /** Scrolls the images of the test set. @returns times (ms) between successive frames */
  async scroll(tries: number): Promise<number[]> {
    const frame = await this.openPart("images");
    const times: number[] = [];
    for (let count = 0; count < tries; count++)
      times.push(...(await scrollFrames(frame, scroll.frames, scroll.pixels)));
    return times;
  }

  /** Jumps to places of the grid of the test set's images. @returns times (ms) until the images there are painted */
  async jump(tries: number): Promise<number[]> {
    const frame = await this.openPart("images");
    const times: number[] = [];
    for (let count = 1; count <= tries; count++) {
      times.push(await jumpTo(frame, (count * 0.618) % 1));
      await delay(250);
    }
    return times;
  }

  /** Draws lines around points of the data map. @returns times (ms) until the images of these points are painted */
  async lasso(tries: number): Promise<number[]> {
    const frame = await this.openPart("map");
    const { mouse } = this.workbench.page;
    const box = (await frame.locator(".map-plot").boundingBox())!;
    await measureLasso(frame);
    for (let count = 0; count < tries; count++) {
      // The line's diameters are 30 % to 80 % of the plot's width and height, so that there are points within the line.
      const radius = 0.15 + 0.25 * ((count * 0.618) % 1);
      const at = (angle: number) =>
        [
          box.x + box.width * (0.45 + radius * Math.cos(angle)),
          box.y + box.height * (0.5 + radius * Math.sin(angle)),
        ] as const;
      await mouse.move(...at(0));
      await mouse.down();
      for (let corner = 1; corner <= 24; corner++) await mouse.move(...at((corner / 24) * 2 * Math.PI));
      await mouse.up();
      await this.workbench.until(async () => (await lassoTimes(frame)).length > count);
      await delay(250);
    }
    return lassoTimes(frame);
  }

  private async openPart(part: "images" | "map"): Promise<Frame> {
    const frame = await this.frame();
    await frame.locator(`#tab-${part}`).click();
    await frame.locator(".tile").first().waitFor();
    await delay(SETTLE_MS);
    return frame;
  }

  private frame(): Promise<Frame> {
    return this.workbench.frame("body[data-fitting-room-view=model] [role=tablist]", "editor");
  }
}

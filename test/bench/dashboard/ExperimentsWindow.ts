import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Frame, Page } from "playwright-core";
import { makePlace, type Place, Workbench } from "../../browser/Workbench";
import { cpuSeconds } from "../watching/processes";
import { hostMemory, untilIdle } from "./hostMemory";
import { markPainting, marksOf, measureChanges, measureHover, timesIn } from "./inExperiments";

/** Time (ms) to wait after a change of the window, so that it is at rest. */
const SETTLE_MS = 1500;
/** Number of positions to which each try moves the pointer. */
const HOVERS = 10;
/** Time (s) of each measurement of processor time. */
const CPU_SECONDS = 5;
/** The path of a runs folder that does not exist. */
export const nowhere = "/nowhere/runs";

/** A window of the real workbench with the packaged extension, and the Experiments view in it. */
export class ExperimentsWindow {
  private constructor(
    private readonly workbench: Workbench,
    private readonly blank: Page,
  ) {}

  /**
   * @param runs the runs folder
   * @param drawn number of runs in it, all of which the Experiments view draws; 0 if the view is not opened
   */
  static async open(vsix: string, runs: string, drawn = 0): Promise<ExperimentsWindow> {
    const place: Place = await makePlace({ extensions: [vsix] });
    const blank = await place.profile.newPage();
    const workbench = await Workbench.open(place, { settings: { "fittingRoom.runs.location": runs } });
    await markPainting(workbench.page, drawn);
    return new ExperimentsWindow(workbench, blank);
  }

  close(): Promise<void> {
    return this.workbench.close();
  }

  /** Opens the extension's side panel, which lists the runs. Then opens the Explorer in its place. */
  async listRuns(): Promise<void> {
    const { page } = this.workbench;
    await this.workbench.openSidePanel(300);
    await untilIdle();
    await page.locator('.activitybar a[aria-label^="Explorer"]').click();
    await untilIdle();
  }

  memory(): Promise<number> {
    return hostMemory(this.blank);
  }

  /** Opens the Experiments view. @returns times (ms) from the key press until the table and the curves are painted */
  async openExperiments(): Promise<{ table: number; curves: number }> {
    const { workbench } = this;
    await workbench.chooseCommand("Fitting Room: Open Experiments");
    await delay(200);
    const began = Date.now();
    await workbench.page.keyboard.press("Enter");
    const frame = await this.frame();
    return workbench.until(async () => {
      const { table, curves } = await marksOf(frame);
      return table !== undefined && curves !== undefined && { table: table - began, curves: curves - began };
    });
  }

  async closeExperiments(): Promise<void> {
    await this.workbench.runCommand("View: Close All Editors");
    await delay(SETTLE_MS);
  }

  /** Moves the pointer over the first chart. @returns times (ms) from each move until the end of painting */
  async hover(tries: number): Promise<number[]> {
    const frame = await this.frame();
    await measureHover(frame);
    const box = await this.plot(frame);
    const { mouse } = this.workbench.page;
    for (let index = 0; index < HOVERS * tries; index++) {
      // Successive positions are far from each other, and the positions are spread over the whole plot.
      const [x, y] = [(index * 0.37) % 1, (index * 0.61) % 1];
      await mouse.move(box.x + 60 + x * (box.width - 80), box.y + 10 + y * (box.height - 50));
      await delay(60);
    }
    return timesIn(frame);
  }

  /** Zooms in and out. @returns times (ms) from each turn of the wheel until all curves are painted */
  async zoom(tries: number): Promise<number[]> {
    const frame = await this.frame();
    await measureChanges(frame);
    const box = await this.plot(frame);
    const { mouse, keyboard } = this.workbench.page;
    await mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await keyboard.down("Control");
    for (let index = 0; index < tries; index++) {
      await mouse.wheel(0, index % 4 < 2 ? -60 : 60);
      await this.untilMeasured(frame, index + 1);
    }
    await keyboard.up("Control");
    return timesIn(frame);
  }

  /** Moves the slider of the smoothing. @returns times (ms) from each change until all curves are painted */
  async smooth(tries: number): Promise<number[]> {
    const frame = await this.frame();
    await measureChanges(frame);
    const slider = frame.locator(".smoothing input");
    for (let index = 0; index < tries; index++) {
      await slider.press(index % 2 === 0 ? "ArrowRight" : "ArrowLeft");
      await this.untilMeasured(frame, index + 1);
    }
    return timesIn(frame);
  }

  /**
   * Trains a run through the command line while the Experiments view is open.
   * @param count number of listed runs, including the new one
   * @returns shares of a core (%) that the extension host and all pages take, in each try
   */
  async watchTraining(
    train: { node: string; cli: string; runs: string },
    tries: number,
    count: number,
  ): Promise<{ host: number[]; view: number[] }> {
    const args = ["train", "--sample", "--epochs", "10000", "--hidden", "64", "--threads", "1"];
    const child = spawn(train.node, [train.cli, ...args, "--runs", train.runs], { stdio: "ignore" });
    try {
      const frame = await this.frame();
      await this.workbench.until(() =>
        frame.evaluate((runs) => document.body.dataset.runs === runs, `${count}`),
      );
      await delay(4 * SETTLE_MS);
      const shares: { host: number[]; view: number[] } = { host: [], view: [] };
      for (let index = 0; index < tries; index++) {
        const before = cpuSeconds();
        await delay(1000 * CPU_SECONDS);
        const now = cpuSeconds();
        shares.host.push((100 * (now.extensionHost - before.extensionHost)) / CPU_SECONDS);
        shares.view.push((100 * (now.renderer - before.renderer)) / CPU_SECONDS);
      }
      return shares;
    } finally {
      await stop(child);
    }
  }

  private async untilMeasured(frame: Frame, count: number): Promise<void> {
    await this.workbench.until(async () => (await timesIn(frame)).length >= count);
    await delay(250);
  }

  private async plot(frame: Frame) {
    const box = await frame.locator(".runs-chart [role=slider]").first().boundingBox();
    if (!box) throw new Error("No chart is visible.");
    return box;
  }

  private frame(): Promise<Frame> {
    return this.workbench.frame("body[data-fitting-room-view=experiments][data-runs]", "editor");
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGINT");
  await exited;
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { packageExtension } from "../../../scripts/vscode/packageExtension.mjs";
import type { Dashboard } from "../../browser/Dashboard";
import { RecordedRun } from "../../browser/RecordedRun";
import { makePlace, Workbench } from "../../browser/Workbench";
import { limits } from "../../support/limits.mjs";
import { FollowedLog, stepsPerSecond } from "./FollowedLog";
import { awaitPress, countedMessages, countMessages, frameGaps } from "./inDashboard";
import { cpuSeconds, type Group } from "./processes";
import type { Place, Press, Stretch, VisiblePlace, WatchingTask } from "./task";

/** Time (s) to wait after a change of the window, so that it is at rest. */
const SETTLE = 1.5;
/** Time limit (ms) of each step of choosing a command in the palette. */
const PALETTE = 8000;
const ATTEMPTS = 5;

/** A training in the real workbench, with the packaged extension and hidden or visible dashboards. */
export class WatchedTraining {
  private place: Place = "hidden";
  private run: RecordedRun | undefined;
  private log: FollowedLog | undefined;
  private runCount = 0;

  private constructor(
    private readonly task: WatchingTask,
    private readonly workbench: Workbench,
  ) {}

  static async open(task: WatchingTask): Promise<WatchedTraining> {
    const folder = await mkdtemp(join(tmpdir(), "fitting-room-watching-"));
    const vsix = join(folder, "fitting-room.vsix");
    try {
      await packageExtension(vsix);
      const data = task.data
        ? { "fittingRoom.dataset.location": task.data }
        : { "fittingRoom.dataset.name": "sample" };
      const workbench = await Workbench.open(await makePlace({ extensions: [vsix] }), {
        settings: { ...data, "fittingRoom.hyperparameters.epochs": task.epochs },
      });
      await workbench.openSidePanel(300);
      const training = new WatchedTraining(task, workbench);
      await training.clickActivity("Explorer");
      return training;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  close(): Promise<void> {
    return this.workbench.close();
  }

  async measure(place: Place): Promise<Stretch> {
    await this.train();
    await this.show(place);
    for (;;) {
      await this.train();
      const stretch = await this.stretch(place);
      if (Number.isFinite(stretch.stepsPerSecond)) return stretch;
    }
  }

  /** Presses Pause, then Resume. @returns the times of both presses */
  async press(place: VisiblePlace): Promise<Press[]> {
    await this.train();
    await this.show(place);
    const dashboard = await this.dashboard(place);
    const presses: Press[] = [];
    for (const [button, action] of [
      ["Pause", "paused"],
      ["Resume", "resumed"],
    ] as const) {
      await delay(1000);
      this.log!.read();
      const press = await awaitPress(dashboard.frame);
      const acted = this.recorded(action);
      await dashboard.click(button);
      const times = await press.times;
      presses.push({
        place,
        handled: times.handled - times.pressed,
        answered: times.answered - times.pressed,
        acted: (await acted) - times.pressed,
        received: times.received - times.pressed,
        shown: times.shown - times.pressed,
      });
    }
    return presses;
  }

  /** Waits for a new event in the log that records `action`. @returns the time (ms since 1970) at which it is found */
  private async recorded(action: string): Promise<number> {
    for (;;) {
      const events = this.log!.read();
      if (events.some((event) => event.type === "control" && event.action === action)) return Date.now();
      await delay(4);
    }
  }

  private async stretch(place: Place): Promise<Stretch> {
    const { seconds } = this.task;
    const log = this.log!;
    const dashboard = place === "hidden" ? undefined : await this.dashboard(place);
    if (dashboard) await countMessages(dashboard.frame);
    log.read();
    const first = log.events.length;
    const cpu = cpuSeconds();
    const began = performance.now();
    await delay(1000 * seconds);
    const elapsed = (performance.now() - began) / 1000;
    const cpuNow = cpuSeconds();
    log.read();
    const events = log.events.slice(first);
    const share = (group: Group) => (cpuNow[group] - cpu[group]) / elapsed;
    return {
      place,
      // A run that ends during the measurement gives no speed.
      stepsPerSecond: log.isOver ? Number.NaN : stepsPerSecond(events),
      renderer: share("renderer"),
      gpu: share("gpu"),
      extensionHost: share("extensionHost"),
      trainer: share("trainer"),
      messagesPerSecond: dashboard ? (await countedMessages(dashboard.frame)) / elapsed : 0,
      frames: await frameGaps(dashboard?.frame ?? this.workbench.page.mainFrame(), seconds / 2),
    };
  }

  /**
   * Returns at once while the current run is before its last epoch. Otherwise waits for the end of this run, if there
   * is one, starts the next run and waits until it has completed `fromEpoch` epochs.
   */
  private async train(): Promise<void> {
    const { workbench, task } = this;
    this.log?.read();
    if (this.log && !this.log.isOver && this.log.completeEpochs < task.epochs - 1) return;
    await workbench.until(async () => {
      this.log?.read();
      return !this.log || this.log.isOver;
    }, 600_000);
    // A trainer that has logged its run's end may still be alive. Until the trainer is gone, the command for a new
    // training shows the question whether to stop the run.
    await workbench.until(async () => this.run?.pid() === undefined);
    await delay(1000 * SETTLE);
    await this.runCommand("Fitting Room: Train FashionMNIST");
    const count = ++this.runCount;
    const run = await workbench.until(async () => RecordedRun.all(workbench.folder)[count - 1]);
    const log = new FollowedLog(run.folder);
    this.run = run;
    this.log = log;
    await workbench.until(async () => {
      log.read();
      return log.events.some(({ type }) => type === "steps") && log.completeEpochs >= task.fromEpoch;
    }, 3_600_000);
    // A new run opens the side panel if no dashboard is visible.
    const shown = this.place;
    this.place = (await this.isPanelOpen())
      ? shown === "tab" || shown === "both"
        ? "both"
        : "panel"
      : shown;
    await this.show(shown);
  }

  private async show(place: Place): Promise<void> {
    if (place === this.place) return;
    const [isTab, wasTab] = [place, this.place].map((some) => some === "tab" || some === "both");
    const [isPanel, wasPanel] = [place, this.place].map((some) => some === "panel" || some === "both");
    if (wasTab && !isTab) await this.runCommand("View: Close All Editors");
    if (isPanel !== wasPanel) await this.clickActivity(isPanel ? "Fitting Room" : "Explorer");
    if (isTab && !wasTab) {
      await this.runCommand("Fitting Room: Open Dashboard");
      await this.workbench.dashboard("editor");
    }
    if (isPanel) await this.workbench.dashboard("panel");
    this.place = place;
    await delay(1000 * SETTLE);
  }

  /** Runs a command. Tries up to {@link ATTEMPTS} times, since a view that takes the focus closes the palette. */
  private async runCommand(title: string): Promise<void> {
    const { page } = this.workbench;
    page.setDefaultTimeout(PALETTE);
    for (let attempt = 1; ; attempt++) {
      try {
        await this.workbench.runCommand(title);
        break;
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        await page.keyboard.press("Escape");
      }
    }
    page.setDefaultTimeout(limits.wait);
  }

  private isPanelOpen(): Promise<boolean> {
    return this.workbench.page.locator('.part.sidebar .pane [aria-label="Runs Section"]').first().isVisible();
  }

  private clickActivity(label: string): Promise<void> {
    return this.workbench.page.locator(`.activitybar a[aria-label^="${label}"]`).click();
  }

  private dashboard(place: VisiblePlace): Promise<Dashboard> {
    return this.workbench.dashboard(place === "panel" ? "panel" : "editor");
  }
}

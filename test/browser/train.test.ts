import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { foldEvents } from "../../src/runs/applyEvent";
import { percentage } from "../../src/runs/figures";
import { Load } from "../support/Load";
import { limits } from "../support/limits.mjs";
import type { Dashboard } from "./Dashboard";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

/** The folder of Fashion-MNIST's files. Without it, the training is on the sample set. */
const data = process.env.FITTING_ROOM_DATA;
/** Number of epochs of the training that finishes. The one before it is watched, and lasts until it is stopped. */
const EPOCHS = 5;
const settings = {
  "workbench.colorTheme": "Default Dark Modern",
  // With this setting, VS Code's list of running extensions is a tab, which has space for more rows than a dialog.
  "workbench.editor.useModal": "off",
  "fittingRoom.hyperparameters.epochs": 10_000,
  "fittingRoom.compute.threads": 0,
  ...(data ? { "fittingRoom.dataset.location": data } : { "fittingRoom.dataset.name": "sample" }),
};
/** Time limit (ms) of the training. */
const TRAINING = 2 * limits.test;

describe("Train FashionMNIST in a workbench with the packaged extension", {
  timeout: TRAINING + limits.test,
}, () => {
  let workbench: Workbench;
  let live: Dashboard;
  beforeAll(async () => {
    workbench = await openWorkbench({ settings });
  });
  afterAll(() => workbench?.close());

  it("the side panel invites to train before there is any run", async () => {
    await workbench.openSidePanel(300);
    const empty = await workbench.dashboard("panel");

    expect(await empty.data()).toMatchObject({ status: "none", steps: 0 });
    await expect.poll(() => workbench.runs()).toEqual([]);
    await workbench.screenshot("1-empty");
  });

  it("VS Code reports a quick activation", async () => {
    const load = Load.now();
    await workbench.runCommand("Developer: Show Running Extensions");
    const row = workbench.page.locator(".runtime-extensions-editor .extension", { hasText: "Fitting Room" });
    const time = row.locator(".activation-time");
    // The list holds only the rows in its visible part.
    let activation = "";
    await workbench.enlarged(2500, async () => {
      activation = (await time.textContent()) ?? "";
      await workbench.screenshot("2-running-extensions");
    });
    await workbench.runCommand("View: Close All Editors");

    console.log(`VS Code reports: ${activation}`);
    // VS Code's figure includes its own work in a window that has just opened. `test/vscode` limits the extension's own
    // time.
    expect(Number(/(\d+)ms/.exec(activation)?.[1])).toBeLessThan(load.allow(1000));
  });

  it("the palette's command starts a training that the side panel shows", async () => {
    await workbench.runCommand("Fitting Room: Train FashionMNIST");
    live = await workbench.dashboard("panel");
    await workbench.until(async () => (await live.data()).status === "running");
    await workbench.untilListed(1);
  });

  it("the loss curve grows while it trains", async () => {
    const first = await live.data();
    const points = await workbench.until(() => live.points());
    await expect.poll(() => live.drawnPixels()).toBeGreaterThan(0);
    await workbench.until(async () => (await live.points()) >= points + 20);
    const later = await live.data();
    await workbench.screenshot("3-training");

    expect(later).toMatchObject({ status: "running", runId: first.runId });
    expect(later.steps).toBeGreaterThan(first.steps);
  });

  it("the run finishes, in view without a notification, and is listed with its accuracy", async () => {
    await workbench.runCommand("Fitting Room: Stop Training");
    await workbench.until(async () => (await live.data()).status === "stopped");
    await workbench.configure({ "fittingRoom.hyperparameters.epochs": EPOCHS });
    await workbench.until(async () => (await live.setting("Epochs")) === String(EPOCHS));
    await live.click("Train FashionMNIST");
    await workbench.until(async () => (await live.data()).status === "finished", TRAINING);
    await live.frame.getByText(`Finished, ${EPOCHS} epochs`).waitFor();
    await workbench.screenshot("4-finished");

    await expect.poll(() => live.data()).toMatchObject({ epochs: EPOCHS });
    const recorded = RecordedRun.all(workbench.folder).at(-1)!;
    const accuracy = percentage(foldEvents(recorded.events()).best!.testAccuracy);
    // The tree is updated shortly after the dashboard.
    await workbench.untilListed(2);
    await workbench.until(async () => (await workbench.runs())[0]?.includes(accuracy));
    expect(await workbench.notifications()).toEqual([]);
  });

  it("its log and its weights are on disk", () => {
    const run = RecordedRun.all(workbench.folder).at(-1)!;
    expect(run.events().at(-1)).toMatchObject({ type: "ended", status: "finished" });
    expect(run.weightsHash()).toMatch(/^[0-9a-f]{64}$/);
  });

  it("the dashboard opens in an editor tab with the same curve", async () => {
    await workbench.runCommand("Notifications: Clear All Notifications");
    await workbench.runCommand("Fitting Room: Open Dashboard");
    const tab = await workbench.dashboard("editor");
    await expect.poll(() => tab.data()).toMatchObject(await live.data());
    await expect.poll(() => tab.drawnPixels()).toBeGreaterThan(0);
    await workbench.screenshot("5-editor-tab-dark", 1500);
  });

  it("a chart is saved as a file where the user chooses", async () => {
    const tab = await workbench.dashboard("editor");
    const save = tab.frame.getByRole("menuitem", { name: "Save as SVG…", exact: true });
    await tab.openMenu(tab.frame.getByRole("button", { name: "Actions for the chart Loss per step" }), save);
    await workbench.screenshot("5-chart-menu");
    await save.click();
    const input = workbench.question;
    await workbench.until(async () => (await input.inputValue()).endsWith("/loss.svg"));
    await input.press("Enter");
    const file = join(workbench.folder, "loss.svg");
    await expect
      .poll(() => existsSync(file) && readFileSync(file, "utf8"))
      .toEqual(expect.stringContaining(">smoothed</text>"));
  });

  it("follows the theme", async () => {
    const dark = await live.frame.evaluate(() => getComputedStyle(document.body).color);
    await workbench.configure({ "workbench.colorTheme": "Default Light Modern" });
    await workbench.until(
      async () => (await live.frame.evaluate(() => getComputedStyle(document.body).color)) !== dark,
    );
    await workbench.screenshot("6-editor-tab-light", 1500);
  });

  it("after a reload of the window the run is still listed and its curve drawn again", async () => {
    const before = await live.data();
    const listed = await workbench.runs();
    await workbench.reload();

    const again = await workbench.dashboard("panel");
    await workbench.until(async () => (await again.data()).steps === before.steps);
    await expect
      .poll(() => again.data())
      .toMatchObject({ status: "finished", runId: before.runId, epochs: EPOCHS });
    // The charts are drawn in one place: in the tab, while it is visible.
    const tab = await workbench.dashboard("editor");
    await workbench.until(async () => (await tab.drawnPixels()) > 0);
    await workbench.untilListed(listed.length);
    await expect.poll(() => workbench.runs()).toEqual(listed);
    await workbench.screenshot("7-reloaded-light");
  });
});

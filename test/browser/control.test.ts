import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Dashboard } from "./Dashboard";
import { Workbench } from "./Workbench";

describe("A user's hold on a training", () => {
  let workbench: Workbench;
  let live: Dashboard;
  beforeAll(async () => {
    const settings = {
      "workbench.colorTheme": "Default Dark Modern",
      "fittingRoom.dataset.name": "sample",
      "fittingRoom.hyperparameters.epochs": 10_000,
    };
    workbench = await Workbench.open({ vsix: inject("vsix"), settings });
    await workbench.openSidePanel(300);
    await workbench.runCommand("Fitting Room: Train FashionMNIST");
    live = await workbench.dashboard("panel");
    await until("running");
  });
  afterAll(() => workbench?.close());

  const until = (status: string) => workbench.until(async () => (await live.data()).status === status);
  const click = (label: string) => live.frame.locator("vscode-button", { hasText: label }).click();
  const runFolder = (runId: string) => join(workbench.folder, ".fitting-room/runs", runId);

  it("pauses, with a checkpoint, and says so in the status bar", async () => {
    await click("Pause");
    await until("paused");
    const { steps, runId } = await live.data();
    const [text] = await workbench.until(async () => {
      const texts = await workbench.page.locator(".statusbar-item", { hasText: "Paused" }).allTextContents();
      return texts.length > 0 && texts;
    });
    expect(text).toMatch(/Paused · Epoch \d+\/10000/);
    await workbench.until(async () => existsSync(join(runFolder(runId), "checkpoints")));
    expect((await live.data()).steps).toBe(steps);
  });

  it("trains one batch at a time", async () => {
    const { steps } = await live.data();
    await click("Step");
    await workbench.until(async () => (await live.data()).steps === steps + 1);
    expect((await live.data()).status).toBe("paused");
  });

  it("changes the learning rate to what can be trained with", async () => {
    await workbench.runCommand("Fitting Room: Change Learning Rate…");
    const input = workbench.page.locator(".quick-input-widget input.input");
    await input.fill("fast");
    await workbench.page.getByText("A learning rate must be a number above 0 and at most 100.").waitFor();
    await input.fill("0.01");
    await workbench.page.keyboard.press("Enter");
    await live.frame.locator(".small-tiles .tile", { hasText: "Learning rate" }).getByText("0.01").waitFor();
    await workbench.enlarged(1300, () => workbench.screenshot("control-paused"));
  });

  it("resumes from what the status bar offers", async () => {
    await workbench.page.locator(".statusbar-item", { hasText: "Paused" }).click();
    await workbench.page
      .locator(".quick-input-list .monaco-list-row", { hasText: "Resume Training" })
      .click();
    await until("running");
  });

  it("goes on with a stopped run in its own folder", async () => {
    await workbench.runCommand("Fitting Room: Stop Training");
    await until("stopped");
    const { steps, runId } = await live.data();
    await click("Resume");
    await workbench.until(async () => (await live.data()).steps > steps);
    expect(await live.data()).toMatchObject({ status: "running", runId });
    expect(await workbench.runs()).toHaveLength(1);
    await workbench.screenshot("control-resumed");
    await workbench.runCommand("Fitting Room: Stop Training");
    await until("stopped");
  });

  it("forks the run from one of its checkpoints", async () => {
    const { runId } = await live.data();
    await workbench.runCommand("Fitting Room: Fork Run…");
    await workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: "the newest" }).click();
    await workbench.until(async () => {
      const now = await live.data();
      return now.runId !== runId && now.status === "running";
    });
    expect(await workbench.runs()).toHaveLength(2);
    await workbench.enlarged(1300, () => workbench.screenshot("control-fork"));
    await workbench.runCommand("Fitting Room: Stop Training");
    await until("stopped");
  });
});

import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dashboard } from "./Dashboard";
import { openWorkbench } from "./openWorkbench";
import type { Workbench } from "./Workbench";

describe("A user's control of a training", () => {
  let workbench: Workbench;
  let live: Dashboard;
  beforeAll(async () => {
    const settings = {
      "workbench.colorTheme": "Default Dark Modern",
      "fittingRoom.dataset.name": "sample",
      "fittingRoom.hyperparameters.epochs": 10_000,
    };
    workbench = await openWorkbench({ settings });
    await workbench.openSidePanel(300);
    await workbench.runCommand("Fitting Room: Train FashionMNIST");
    live = await workbench.dashboard("panel");
    await until("running");
  });
  afterAll(() => workbench?.close());

  const until = (status: string) => workbench.until(async () => (await live.data()).status === status);
  const runFolder = (runId: string) => join(workbench.folder, ".fitting-room/runs", runId);

  it("pauses and writes a checkpoint, and the status bar shows the pause", async () => {
    await live.click("Pause");
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
    await live.click("Step");
    await workbench.until(async () => (await live.data()).steps === steps + 1);
    expect((await live.data()).status).toBe("paused");
  });

  it("changes the learning rate to a valid value", async () => {
    await workbench.runCommand("Fitting Room: Change Learning Rate…");
    const input = workbench.question;
    await input.fill("fast");
    await workbench.page.getByText("A learning rate must be a number above 0 and at most 100.").waitFor();
    await workbench.enter("0.01");
    await live.figure("Learning rate", "0.01").waitFor();
    await workbench.screenshot("control-paused", 1300);
  });

  it("resumes by a choice that the status bar offers", async () => {
    await workbench.page.locator(".statusbar-item", { hasText: "Paused" }).click();
    await workbench.page
      .locator(".quick-input-list .monaco-list-row", { hasText: "Resume Training" })
      .click();
    await until("running");
  });

  it("pauses and resumes by the buttons in the title bar of the dashboard's tab", async () => {
    await workbench.runCommand("Fitting Room: Open Dashboard");
    const button = (title: string) =>
      workbench.page.locator(`.part.editor .editor-actions .action-label[aria-label*="${title}"]`).first();
    await button("Pause Training").click();
    await until("paused");
    await button("Resume Training").click();
    await until("running");
    await workbench.runCommand("View: Close All Editors");
  });

  it("resumes a stopped run in its own folder", async () => {
    await workbench.runCommand("Fitting Room: Stop Training");
    await until("stopped");
    const { steps, runId } = await live.data();
    await live.click("Resume");
    await workbench.until(async () => (await live.data()).steps > steps);
    await expect.poll(() => live.data()).toMatchObject({ status: "running", runId });
    await workbench.untilListed(1);
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
    await workbench.untilListed(2);
    // The fork is below its parent in the tree, also while the fork trains.
    await expect.poll(() => workbench.levels()).toEqual([1, 2]);
    await workbench.screenshot("control-fork", 1300);
    await workbench.runCommand("Fitting Room: Stop Training");
    await until("stopped");
  });

  it("resumes a run from its context menu", async () => {
    const { steps, runId } = await live.data();
    // Row 0 is the parent, row 1 the fork.
    await workbench.chooseForRun(1, "Resume Training");
    await workbench.until(async () => (await live.data()).steps > steps);
    await expect.poll(() => live.data()).toMatchObject({ status: "running", runId });
    await workbench.runCommand("Fitting Room: Stop Training");
    await until("stopped");
  });

  it("forks a run from its context menu", async () => {
    const { runId } = await live.data();
    await workbench.chooseForRun(0, "Fork Run…");
    await workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: "the newest" }).click();
    await workbench.until(async () => {
      const now = await live.data();
      return now.runId !== runId && now.status === "running";
    });
    await workbench.untilListed(3);
    await workbench.runCommand("Fitting Room: Stop Training");
    await until("stopped");
  });

  it("trains a finished run for more epochs", async () => {
    await workbench.configure({ "fittingRoom.hyperparameters.epochs": 1 });
    await workbench.until(async () => (await live.setting("Epochs")) === "1");
    await live.click("Train FashionMNIST");
    await until("finished");
    // Until the tree has the new run, row 0 is another one.
    await workbench.untilListed(4);
    await workbench.chooseForRun(0, "Train More Epochs…");
    const input = workbench.question;
    await workbench.page.getByText("Additional epochs (currently 1)").waitFor();
    await input.fill("0");
    await workbench.page.getByText("must be a whole number of at least 1").waitFor();
    await workbench.screenshot("control-more-epochs");
    await workbench.enter("2");
    await workbench.until(async () => (await live.data()).epochs === 3);
    await until("finished");
  });

  it("asks for the number of epochs of a fork that begins at the end of the last epoch", async () => {
    const { runId } = await live.data();
    await workbench.runCommand("Fitting Room: Fork Run…");
    const widget = workbench.page.locator(".quick-input-widget");
    // The question replaces the palette a moment later.
    await widget.locator('input.input[placeholder="New run from here, with 1 epoch"]').waitFor();
    await widget.locator(".monaco-list-row", { hasText: "the newest" }).waitFor();
    await workbench.question.press("Enter");
    await widget.getByText("Epochs of the whole run, the 3 of the checkpoint included").waitFor();
    await expect.poll(() => workbench.question.inputValue()).toBe("4");
    await workbench.question.fill("3");
    await widget.getByText("must be a whole number above 3 and at most 10000").waitFor();
    await workbench.screenshot("control-fork-epochs");
    await workbench.enter("4");
    await workbench.until(async () => (await live.data()).runId !== runId);
    await until("finished");
    expect((await live.data()).epochs).toBe(4);
  });
});

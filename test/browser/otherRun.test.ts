import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCli } from "../integration/cli/runCli";
import type { Dashboard } from "./Dashboard";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

describe("With one run on display while a terminal trains another", () => {
  let workbench: Workbench;
  let live: Dashboard;
  let shown: string;
  let other: RecordedRun;
  let terminal: ReturnType<typeof startCli>;

  beforeAll(async () => {
    const settings = { "fittingRoom.dataset.name": "sample", "fittingRoom.hyperparameters.epochs": 9000 };
    workbench = await openWorkbench({ settings });
    await workbench.openSidePanel(300);
    await workbench.runCommand("Fitting Room: Train FashionMNIST");
    live = await workbench.dashboard("panel");
    await until("running");
    await live.click("Stop");
    await until("stopped");
    shown = (await live.data()).runId;
    terminal = startCli(
      ["train", "--sample", "--epochs", "9999", "--threads", "1", "--json"],
      workbench.folder,
    );
    await workbench.until(async () => RecordedRun.all(workbench.folder).length === 2);
    other = RecordedRun.all(workbench.folder)[1];
    const progress = workbench.page.locator(".statusbar-item", { hasText: "/9999" });
    await workbench.until(() => progress.isVisible());
  });
  afterAll(async () => {
    await workbench?.close();
    terminal?.child.kill("SIGKILL");
    other?.kill();
  });

  const until = (status: string) => workbench.until(async () => (await live.data()).status === status);
  const otherName = () => other.name();
  const isTrained = () => !other.events().some(({ type }) => type === "ended");
  const controls = () => other.events().filter(({ type }) => type === "control");

  /** Clicks the row of the run that was trained first, again if VS Code draws the rows again during the click. */
  const showFirstRun = () =>
    workbench.until(async () => {
      await workbench.page.locator('.pane:has([aria-label="Runs Section"]) .monaco-list-row').nth(1).click();
      return (await live.data()).runId === shown;
    });

  it("the dashboard's buttons are those of the run on display", async () => {
    await live.frame.getByText("Another run is training.").waitFor();
    await expect.poll(() => live.frame.locator("vscode-button").allTextContents()).toEqual(["Resume"]);
    await workbench.screenshot("other-run");
    expect((await live.data()).runId).toBe(shown);
  });

  it("the dashboard can show the run that is being trained", async () => {
    await live.frame.getByRole("button", { name: "Show it" }).click();
    await workbench.until(async () => (await live.data()).runId !== shown);
    await until("running");
    await showFirstRun();
  });

  it("a question about epochs names its run, and the other run has to be stopped for it", async () => {
    await workbench.runCommand("Fitting Room: Train More Epochs…");
    const widget = workbench.page.locator(".quick-input-widget");
    await widget
      .getByText(`Train ${(await live.frame.locator("h1").textContent())!} for More Epochs`)
      .waitFor();
    await workbench.question.press("Enter");
    await workbench.answer(`A training is under way already: ${otherName()}.`, "Show");
    await workbench.until(async () => (await live.data()).runId !== shown);
    expect(controls()).toEqual([]);
    expect(isTrained()).toBe(true);
    await showFirstRun();
  });

  it("the tree marks the run on display, whichever row was clicked last", async () => {
    const marked = async () => (await workbench.runs()).map((row) => row.endsWith("shown"));
    await workbench.until(async () => (await marked()).join() === "false,true");
    // VS Code draws the item of the status bar again at each change of its text, so that a click may miss it.
    await workbench.until(async () => {
      await workbench.page.locator(".statusbar-item", { hasText: "/9999" }).click();
      return (await live.data()).runId !== shown;
    });
    await workbench.until(async () => (await marked()).join() === "true,false");
    await workbench.screenshot("other-run-marked");
    await showFirstRun();
  });

  it("the question before pausing names the run that it would pause", async () => {
    await workbench.runCommand("Fitting Room: Pause Training");
    const row = workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: otherName() });
    await row.waitFor();
    await workbench.screenshot("other-run-pause");
    await workbench.page.keyboard.press("Escape");
    await row.waitFor({ state: "hidden" });
    expect(controls()).toEqual([]);
    await workbench.runCommand("Fitting Room: Pause Training");
    await row.click();
    await workbench.until(async () => controls().length === 1);
    expect(controls()).toMatchObject([{ action: "paused" }]);
  });

  it("resuming continues the run on display, from the tree as from the palette", async () => {
    for (const resume of [
      () => workbench.runCommand("Fitting Room: Resume Training"),
      () => workbench.chooseForRun(1, "Resume Training"),
    ]) {
      await resume();
      const question = workbench.page.locator(".notifications-toasts .notification-list-item", {
        hasText: otherName(),
      });
      await question.waitFor();
      await question.hover();
      await question.locator(".codicon-notifications-clear").click();
      await question.waitFor({ state: "detached" });
    }
    expect(controls()).toHaveLength(1);
    await live.click("Resume");
    await workbench.answer(otherName(), "Stop It and Train");
    await until("running");
    expect((await live.data()).runId).toBe(shown);
    expect(other.events().at(-1)).toMatchObject({ type: "ended", status: "stopped" });
    expect(existsSync(other.folder)).toBe(true);
    await live.click("Stop");
    await until("stopped");
  });
});

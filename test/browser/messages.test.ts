import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { removeFolder } from "../support/removeFolder";
import { dataset, RunFolder, started, steps } from "../unit/host/runFolder";
import { RecordedRun } from "./RecordedRun";
import { endless, findLive, live, start, until, useWindow, workbench } from "./useWindow";

const TRAIN = "Fitting Room: Train FashionMNIST";

useWindow();

// This test is the first, since any training completes the walkthrough's step.
it("the walkthrough's first step is done by the Live view's button", async () => {
  await workbench.runCommand("Welcome: Open Walkthrough...");
  await workbench.page
    .locator(".quick-input-list .monaco-list-row", { hasText: "Get started with Fitting Room" })
    .click();
  const step = workbench.page.locator(".getting-started-step", { hasText: "Train the tutorial's network" });
  await step.waitFor();
  const isDone = async () => (await step.locator(".codicon-getting-started-step-checked").count()) > 0;
  expect(await isDone()).toBe(false);

  await live.click("Train on Sample");
  await workbench.until(isDone);
  await workbench.screenshot("walkthrough");
  await until("finished");
});

describe("Messages for a user", () => {
  it("an invalid setting is reported with its name and the allowed values, and no run begins", async () => {
    await start({ "fittingRoom.hyperparameters.learningRate": -1 });
    await workbench.runCommand(TRAIN);
    const [message] = await workbench.until(async () => {
      const messages = await workbench.notifications();
      return messages.length > 0 && messages;
    });
    expect(message).toMatch(
      /^fittingRoom\.hyperparameters\.learningRate must be a number above 0 .*, not -1\.$/,
    );
    await expect.poll(() => workbench.runs()).toEqual([]);
    await workbench.screenshot("message-bad-setting");
  });

  it("a second training is offered to replace the one under way", async () => {
    await start(endless);
    await workbench.runCommand(TRAIN);
    const first = await workbench.until(async () => {
      const now = await live.data();
      return now.status === "running" && now.runId;
    });
    await workbench.runCommand(TRAIN);
    await workbench.answer("A training is under way already: ", "Stop It and Train");

    await workbench.until(async () => {
      const now = await live.data();
      return now.status === "running" && now.runId !== first;
    });
    await workbench.untilListed(2);
    await workbench.runCommand("Fitting Room: Stop Training");
    await until("stopped");
  });

  it("a training that the window cannot reach is shown as such, and another one begins only after a question", async () => {
    await start(endless);
    const runs = RecordedRun.runsFolder(workbench.folder);
    mkdirSync(runs, { recursive: true });
    const far = new RunFolder(runs, "far", 1).append(started, dataset, steps(0, 2.3)).trainedBy("elsewhere");
    const beat = setInterval(
      () => utimesSync(join(far.folder, "trainer.json"), new Date(), new Date()),
      2000,
    );
    try {
      const item = workbench.page.locator(".statusbar-item", { hasText: "Training not reachable" });
      await item.waitFor();
      await workbench.until(async () => (await workbench.runs())[0]?.includes("not reachable"));
      await workbench.runCommand(TRAIN);
      await workbench.answer("This window cannot reach its trainer and cannot stop it.", "Show");
      await live.frame.getByText("This window cannot reach the trainer").waitFor();
      await workbench.screenshot("message-unreachable");
      await live.click("Train FashionMNIST");
      await workbench.answer("A training is under way already: Run far.", "Train Anyway");
      await workbench.until(async () => {
        const now = await live.data();
        return now.status === "running" && now.runId !== far.id;
      });
      await workbench.runCommand("Fitting Room: Stop Training");
      await until("stopped");
    } finally {
      clearInterval(beat);
    }
  });

  it("a run that ends while the Live view is hidden is reported by a notification, which can show the run", async () => {
    await start(endless);
    await workbench.runCommand(TRAIN);
    await until("running");
    const name = await live.frame.locator("h1").textContent();
    await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
    await workbench.runCommand("Fitting Room: Stop Training");
    await workbench.answer(`The training ${name} was stopped`, "Show");
    await findLive();
    await until("stopped");
  });

  it("a data set folder that is not there is named, and others are offered", async () => {
    await start({ "fittingRoom.dataset.location": "/nowhere" });
    await workbench.runCommand(TRAIN);
    await workbench.answer("The data set folder /nowhere does not exist", "Use the Sample Set");
    await until("finished");
    await workbench.untilListed(1);
  });

  it("a run whose folder is deleted while it is shown is reported as gone, and nothing offers to continue it", async () => {
    await start(endless);
    await workbench.runCommand(TRAIN);
    await until("running");
    await live.click("Stop");
    await live.frame.locator("vscode-button", { hasText: "Resume" }).waitFor();
    const [run] = RecordedRun.all(workbench.folder);
    removeFolder(run.folder);
    await live.frame.getByText("This run is no longer in the runs folder.").waitFor();
    await expect
      .poll(() => live.frame.locator("vscode-button").allTextContents())
      .toEqual(["Train FashionMNIST"]);
    await workbench.screenshot("message-gone");
  });

  it("a runs folder that cannot be read is reported with its setting", async () => {
    writeFileSync(join(workbench.folder, "not-a-folder"), "");
    await start({});
    await workbench.configure({ "fittingRoom.runs.location": "not-a-folder" });
    await live.frame
      .getByText(`The runs folder ${join(workbench.folder, "not-a-folder")} cannot be read`)
      .waitFor();
    await expect.poll(() => live.frame.getByText("Nothing trained yet").count()).toBe(0);
    await workbench.until(async () => (await workbench.runs())[0]?.startsWith("Runs folder"));
    await workbench.screenshot("message-runs-folder");
    await live.click("Show in Settings");
    await workbench.page.locator(".settings-editor", { hasText: "Runs: Location" }).waitFor();
  });
});

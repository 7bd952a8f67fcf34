import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RecordedRun } from "./RecordedRun";
import { endless, findLive, live, start, until, useWindow, workbench } from "./useWindow";

useWindow();

describe("A trainer that does not answer", () => {
  it("can be ended, and a double click asks once", async () => {
    await start(endless);
    await workbench.runCommand("Fitting Room: Train FashionMNIST");
    await until("running");
    const [run] = RecordedRun.all(workbench.folder);
    process.kill(run.pid()!, "SIGSTOP");
    // The second click of a double click makes no further request, so the question is asked once.
    await live.click("Stop");
    await live.frame.getByRole("button", { name: "Stopping…" }).click({ force: true });
    const question = workbench.page.locator(".notification-toast", { hasText: "does not answer" });
    await question.first().waitFor();
    await workbench.screenshot("hung-trainer");
    await expect.poll(() => question.count()).toBe(1);
    expect((await live.data()).status).toBe("running");
    await workbench.answer("does not answer", "End Process");
    await until("failed");
    expect(run.events().filter(({ type }) => type === "ended")).toMatchObject([
      { status: "failed", error: expect.stringContaining("did not answer and was ended") },
    ]);
  });
});

describe("A disk that cannot be written", () => {
  it("is reported once during a training, whose end names the files that are missing", async () => {
    await start(endless);
    await workbench.runCommand("Fitting Room: Train FashionMNIST");
    await until("running");
    await live.click("Pause");
    await until("paused");
    const [run] = RecordedRun.all(workbench.folder);
    const { folder } = run;
    const pauses = () =>
      run
        .events()
        .flatMap((event) => (event.type === "control" && event.action === "paused" ? [event.step] : []));
    // The trainer writes a checkpoint after it has recorded the pause.
    const [pause] = pauses();
    await workbench.until(async () =>
      run.events().some((event) => event.type === "checkpoint" && event.step === pause),
    );
    rmSync(join(folder, "checkpoints"), { recursive: true });
    writeFileSync(join(folder, "checkpoints"), "in the way");
    mkdirSync(join(folder, "model.safetensors", "in the way"), { recursive: true });

    const warned = `A checkpoint in ${folder} could not be written`;
    await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
    for (const times of [1, 2]) {
      await workbench.runCommand("Fitting Room: Resume Training");
      await workbench.runCommand("Fitting Room: Pause Training");
      await workbench.until(async () => pauses().length === 1 + times);
    }
    // The notification may be hidden by now. The list of all notifications also has hidden ones.
    await workbench.runCommand("Notifications: Show Notifications");
    const warnings = workbench.page.locator(".notifications-center .notification-list-item", {
      hasText: warned,
    });
    await warnings.first().waitFor();
    await expect.poll(() => warnings.count()).toBe(1);
    await workbench.screenshot("full-disk");

    await warnings.locator(".monaco-button", { hasText: "Show" }).click();
    await findLive();
    await live.frame.locator(".notice.warnings", { hasText: warned }).waitFor();
    await live.click("Stop");
    await until("stopped");
    await live.frame
      .locator(".notice.warnings", { hasText: "model.safetensors: its last version could not be written" })
      .waitFor();
    await workbench.screenshot("full-disk-end");
  });
});

describe("A training that diverges", () => {
  it("is forked from its last good checkpoint with a smaller learning rate", async () => {
    await start({
      "fittingRoom.dataset.name": "sample",
      "fittingRoom.hyperparameters.epochs": 3000,
      // The run diverges within 20 steps, long before the end of the epoch, which would write a checkpoint.
      "fittingRoom.hyperparameters.batchSize": 1,
      // At a learning rate of 100, this weight decay alone multiplies the weights by 1 − 100 · 1 = −99 in each step.
      "fittingRoom.hyperparameters.weightDecay": 1,
    });
    await workbench.runCommand("Fitting Room: Train FashionMNIST");
    await until("running");
    await live.click("Pause");
    await until("paused");
    const input = workbench.question;
    await live.choose("More epochs…");
    await workbench.page.getByText("Additional epochs (currently 3000)").waitFor();
    await workbench.question.press("Enter");
    await live.frame.locator(".run-status", { hasText: "of 3,005" }).waitFor();
    await live.choose("Learning rate…");
    await workbench.page.getByText("From the next batch on").waitFor();
    await workbench.enter("100");
    await live.figure("Learning rate", "100").waitFor();
    await live.click("Resume");
    await until("failed");

    const { runId } = await live.data();
    await expect.poll(() => live.frame.locator("vscode-button", { hasText: "Resume" }).count()).toBe(0);
    await live.openMenu(
      live.frame.getByRole("button", { name: "Actions for the chart Loss per step" }),
      live.frame.getByRole("menuitemcheckbox", { name: "Log y", checked: true }),
    );
    await workbench.page.keyboard.press("Escape");
    await workbench.screenshot("divergence");
    expect(await workbench.notifications()).toEqual([]);
    await live.click("Smaller learning rate…");
    await workbench.until(async () => (await input.inputValue()) === "10");
    await workbench.enter("0.01");
    await workbench.until(async () => (await live.data()).runId !== runId);
    await until("running");
    await live.figure("Learning rate", "0.01").waitFor();
    await live.click("Stop");
    await until("stopped");
  });

  it("without a checkpoint is trained again with a smaller learning rate, and leads to its setting", async () => {
    await workbench.configure({ "fittingRoom.hyperparameters.learningRate": 100 });
    await workbench.until(async () => (await live.setting("Learning rate")) === "100");
    await live.click("Train FashionMNIST");
    await until("failed");
    await live.figure("Batch loss", "NaN").waitFor();
    await live.click("Show in Settings");
    await workbench.page
      .locator(".settings-editor", { hasText: "How far each step moves the weights" })
      .waitFor();
    const { runId } = await live.data();
    await live.click("Smaller learning rate…");
    await workbench.page.getByText("a new run starts from the beginning").waitFor();
    await workbench.until(async () => (await workbench.question.inputValue()) === "10");
    await workbench.enter("0.01");
    await workbench.until(async () => (await live.data()).runId !== runId);
    await until("running");
    await live.figure("Learning rate", "0.01").waitFor();
    await live.click("Stop");
    await until("stopped");
  });
});

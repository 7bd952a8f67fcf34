import { afterAll, describe, expect, it } from "vitest";
import { openWorkbench } from "./openWorkbench";
import type { Workbench } from "./Workbench";

describe("A training that diverges", () => {
  let workbench: Workbench;
  afterAll(() => workbench?.close());

  it("is forked with a smaller learning rate, from its last good checkpoint", async () => {
    const settings = {
      "fittingRoom.dataset.name": "sample",
      "fittingRoom.hyperparameters.epochs": 3000,
      // With it every step with a learning rate of 100 multiplies the weights by 99, whatever the gradients are.
      "fittingRoom.hyperparameters.weightDecay": 1,
    };
    workbench = await openWorkbench({ settings });
    await workbench.openSidePanel(300);
    await workbench.runCommand("Fitting Room: Train FashionMNIST");
    const live = await workbench.dashboard("panel");
    const until = (status: string) => workbench.until(async () => (await live.data()).status === status);
    await until("running");
    await live.click("Pause");
    await until("paused");
    const input = workbench.page.locator(".quick-input-widget input.input");
    await live.choose("More epochs…");
    await workbench.page.getByText("Additional epochs (currently 3000)").waitFor();
    await workbench.page.keyboard.press("Enter");
    await live.frame.locator(".run-status", { hasText: "of 3,005" }).waitFor();
    await live.choose("Learning rate…");
    await workbench.page.getByText("From the next batch on").waitFor();
    await input.fill("100");
    await workbench.page.keyboard.press("Enter");
    await live.figure("Learning rate", "100").waitFor();
    await live.click("Resume");
    await until("failed");

    const { runId } = await live.data();
    expect(await live.frame.locator("vscode-button", { hasText: "Resume" }).count()).toBe(0);
    await live.frame.getByRole("checkbox", { name: "Log y", checked: true }).waitFor();
    await workbench.screenshot("divergence");
    expect(await workbench.notifications()).toEqual([]);
    await live.click("Smaller learning rate…");
    await workbench.until(async () => (await input.inputValue()) === "10");
    await input.fill("0.01");
    await workbench.page.keyboard.press("Enter");
    await workbench.until(async () => (await live.data()).runId !== runId);
    await until("running");
    await live.figure("Learning rate", "0.01").waitFor();
    await live.click("Stop");
    await until("stopped");
  });

  it("without a checkpoint leads to the learning rate's setting", async () => {
    await workbench.configure({ "fittingRoom.hyperparameters.learningRate": 100 });
    const live = await workbench.dashboard("panel");
    await workbench.until(async () => (await live.setting("Learning rate")) === "100");
    await live.click("Train FashionMNIST");
    await workbench.until(async () => (await live.data()).status === "failed");
    await live.figure("Loss", "NaN").waitFor();
    await live.click("Show in Settings");
    await workbench.page
      .locator(".settings-editor", { hasText: "How far each step moves the weights" })
      .waitFor();
  });
});

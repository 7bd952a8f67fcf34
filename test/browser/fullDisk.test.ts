import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

describe("A disk that cannot be written", () => {
  let workbench: Workbench;
  afterAll(() => workbench?.close());

  it("is reported once while it trains, with what is missing when it ends", async () => {
    const settings = { "fittingRoom.dataset.name": "sample", "fittingRoom.hyperparameters.epochs": 10_000 };
    workbench = await openWorkbench({ settings });
    await workbench.openSidePanel(300);
    await workbench.runCommand("Fitting Room: Train FashionMNIST");
    let live = await workbench.dashboard("panel");
    const until = (status: string) => workbench.until(async () => (await live.data()).status === status);
    await until("running");
    await live.click("Pause");
    await until("paused");
    const [run] = RecordedRun.all(workbench.folder);
    const { folder } = run;
    const pauses = () =>
      run.events().filter((event) => event.type === "control" && event.action === "paused").length;
    await workbench.until(async () => existsSync(join(folder, "checkpoints")));
    rmSync(join(folder, "checkpoints"), { recursive: true });
    writeFileSync(join(folder, "checkpoints"), "in the way");
    mkdirSync(join(folder, "model.safetensors", "in the way"), { recursive: true });

    const warned = `A checkpoint in ${folder} could not be written`;
    await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
    for (const times of [1, 2]) {
      await workbench.runCommand("Fitting Room: Resume Training");
      await workbench.runCommand("Fitting Room: Pause Training");
      await workbench.until(async () => pauses() === 1 + times);
    }
    // The first one may be out of sight by now, and is in the list of all.
    await workbench.runCommand("Notifications: Show Notifications");
    const warnings = workbench.page.locator(".notifications-center .notification-list-item", {
      hasText: warned,
    });
    await warnings.first().waitFor();
    expect(await warnings.count()).toBe(1);
    await workbench.screenshot("full-disk");

    await warnings.locator(".monaco-button", { hasText: "Show" }).click();
    live = await workbench.dashboard("panel");
    await live.frame.locator(".notice.warnings", { hasText: warned }).waitFor();
    await live.click("Stop");
    await until("stopped");
    await live.frame
      .locator(".notice.warnings", { hasText: "model.safetensors: the newest could not be written" })
      .waitFor();
    await workbench.screenshot("full-disk-end");
  });
});

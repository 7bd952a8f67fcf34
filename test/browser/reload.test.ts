import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { foldEvents } from "../../src/runs/applyEvent";
import * as format from "../../webview/figures/format";
import { Load } from "../support/Load";
import type { Dashboard } from "./Dashboard";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import { finishEpoch, undisturbedWeights } from "./undisturbed";
import type { Workbench } from "./Workbench";

const settings = {
  "fittingRoom.dataset.name": "sample",
  "fittingRoom.runs.gracePeriod": 60,
  // With so many epochs, the training lasts until it is stopped.
  "fittingRoom.hyperparameters.epochs": 10_000,
  "fittingRoom.hyperparameters.learningRate": 0.05,
  // One thread trains at a similar speed on most machines, and leaves a core to the workbench.
  "fittingRoom.compute.threads": 1,
};

describe("A training whose window closes", () => {
  let workbench: Workbench;
  let live: Dashboard;
  let run: RecordedRun;
  beforeAll(async () => {
    workbench = await openWorkbench({ settings });
    await workbench.openSidePanel(300);
    await workbench.runCommand("Fitting Room: Train FashionMNIST");
    live = await workbench.dashboard("panel");
    await until("running");
    [run] = RecordedRun.all(workbench.folder);
  });
  afterAll(() => workbench?.close());

  const until = (status: string) => workbench.until(async () => (await live.data()).status === status);
  const recorded = () => foldEvents(run.events());

  it("continues in its own process, and the next window shows it", async () => {
    await workbench.until(async () => (await live.data()).steps > 200);
    const pid = run.pid();
    await workbench.reload();
    live = await workbench.dashboard("panel");
    const { steps } = await workbench.until(async () => {
      const now = await live.data();
      return now.status === "running" && now;
    });
    await workbench.until(async () => (await live.data()).steps > steps + 200);
    expect(run.pid()).toBe(pid);
    await workbench.page.locator(".statusbar-item", { hasText: `Epoch` }).waitFor();
    await workbench.screenshot("reload-goes-on");
  });

  it("is shown as failed within two seconds after its process is killed", async () => {
    const load = Load.now();
    process.kill(run.pid()!, "SIGKILL");
    const killed = performance.now();
    await until("failed");
    const seconds = (performance.now() - killed) / 1000;
    console.log(`The dashboard showed "failed" ${seconds.toFixed(2)} s after the kill.`);
    expect(1000 * seconds).toBeLessThan(load.allow(2000));
    const { status, steps } = await live.data();
    expect(recorded()).toMatchObject({ status, losses: { length: steps } });
    // The dashboard in view shows the failure, so that there is no notification.
    await live.frame.getByText("The trainer process ended unexpectedly").first().waitFor();
    await workbench.screenshot("reload-killed", 1300);
  });

  it("shows every loss that was recorded before the reload and after it", async () => {
    const readings = await live.readLosses();
    const { losses } = recorded();
    for (const { step, text } of readings)
      expect(text).toMatch(
        `step ${format.integer(step)}: loss ${format.loss(losses.at(step - 1))}, smoothed `,
      );
    expect(readings.length).toBeGreaterThan(10);
    const strides = readings.slice(1).map(({ step }, index) => step - readings[index].step);
    expect(Math.max(...strides)).toBeLessThan(losses.length / 5);
    expect([...losses].some(Number.isNaN)).toBe(false);
  });

  it("is resumed by the button and reaches the weights of an undisturbed run", async () => {
    await workbench.runCommand("Notifications: Clear All Notifications");
    const { steps } = await live.data();
    await live.click("Resume");
    await workbench.until(async () => (await live.data()).steps > steps);
    await workbench.runCommand("Fitting Room: Stop Training");
    await until("stopped");
    await workbench.screenshot("reload-stopped", 1300);
    // The command line refuses to resume a run while another process trains it, which may still be ending.
    await expect.poll(() => run.pid()).toBeUndefined();
    // The run is compared at the end of an epoch with an undisturbed training of the same number of epochs.
    await finishEpoch(run.folder);
    const { config, environment, epochs, losses } = recorded();
    expect(epochs).toHaveLength(config!.epochs);
    expect([...losses].some(Number.isNaN)).toBe(false);
    expect(run.weightsHash()).toBe(await undisturbedWeights(config!, environment!));
  });

  it("is interrupted when no window comes in time, and the next one offers to resume it", async () => {
    await workbench.configure({
      "fittingRoom.hyperparameters.epochs": 9999,
      "fittingRoom.runs.gracePeriod": 1,
    });
    await workbench.until(async () => (await live.setting("Epochs")) === "9999");
    const { runId } = await live.data();
    await live.click("Train FashionMNIST");
    await workbench.until(async () => {
      const now = await live.data();
      return now.runId !== runId && now.status === "running";
    });
    run = RecordedRun.all(workbench.folder).at(-1)!;
    // With the Explorer in the side bar, no view of the extension is visible in the next window. The extension is then
    // activated by the runs folder alone.
    await workbench.runCommand("View: Show Explorer");
    await workbench.leave();
    await workbench.until(async () => recorded().status === "interrupted");
    const { losses } = recorded();

    await workbench.comeBack();
    await workbench.page.locator(".notifications-toasts", { hasText: "was interrupted" }).waitFor();
    await workbench.screenshot("reload-offer");
    await workbench.answer("was interrupted at epoch", "Resume");
    live = await workbench.dashboard("panel");
    await workbench.until(async () => (await live.data()).steps > losses.length);
    expect(recorded().losses.slice(0, losses.length)).toEqual([...losses]);
    await workbench.runCommand("Fitting Room: Stop Training");
    await until("stopped");
  });
});

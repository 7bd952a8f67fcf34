import { afterAll, expect, it } from "vitest";
import { foldEvents } from "../../src/runs/applyEvent";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

let workbench: Workbench;
afterAll(() => workbench?.close());

it("with no network, the sample set is offered and learned, and the settings stay as they are", async () => {
  // No server listens at this address.
  const nowhere = "http://127.0.0.1:9";
  const env = {
    NODE_USE_ENV_PROXY: "1",
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    NO_PROXY: "127.0.0.1",
  };
  workbench = await openWorkbench({ settings: {}, ownServer: { env } });
  await workbench.openSidePanel(300);
  await workbench.runCommand("Fitting Room: Train FashionMNIST");
  const live = await workbench.dashboard("panel");
  await workbench.until(async () => (await live.data()).status === "failed");
  await workbench.screenshot("message-no-network");
  await expect.poll(() => live.frame.locator(".plot").count()).toBe(0);
  // A new training is offered once the process of this one is gone.
  await expect
    .poll(() => live.frame.locator("vscode-button").allTextContents())
    .toEqual(["Train FashionMNIST", "Choose Folder…", "Use the Sample Set", "Show in Settings"]);
  await live.click("Use the Sample Set");
  await workbench.until(async () => (await live.data()).status === "finished");
  await workbench.screenshot("message-sample-set");
  const [, run] = RecordedRun.all(workbench.folder);
  expect(foldEvents(run.events()).best?.testAccuracy).toBeGreaterThan(0.87);
  await expect.poll(() => live.setting("Data")).toBe("Fashion-MNIST");
  await expect.poll(() => live.setting("Optimizer")).toBe("SGD");
  expect(await workbench.notifications()).toEqual([]);
});

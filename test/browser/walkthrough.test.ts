import { afterAll, expect, it } from "vitest";
import { openWorkbench } from "./openWorkbench";
import type { Workbench } from "./Workbench";

let workbench: Workbench;
afterAll(() => workbench?.close());

it("the walkthrough's first step is done by the Live view's button", async () => {
  workbench = await openWorkbench({
    settings: { "workbench.editor.useModal": "off" },
  });
  await workbench.openSidePanel(300);
  await workbench.runCommand("Welcome: Open Walkthrough...");
  await workbench.page
    .locator(".quick-input-list .monaco-list-row", { hasText: "Get started with Fitting Room" })
    .click();
  const step = workbench.page.locator(".getting-started-step", { hasText: "Train the tutorial's network" });
  await step.waitFor();
  const isDone = async () => (await step.locator(".codicon-getting-started-step-checked").count()) > 0;
  expect(await isDone()).toBe(false);

  const live = await workbench.dashboard("panel");
  await live.click("Train on Sample");
  await workbench.until(isDone);
  await workbench.screenshot("walkthrough");
});

import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

const settings = {
  "workbench.colorTheme": "Default Dark Modern",
  // The page about trust is a tab, beside which the side panel stays usable.
  "workbench.editor.useModal": "off",
  "fittingRoom.dataset.name": "sample",
  "fittingRoom.hyperparameters.epochs": 1,
};

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench({ settings, ownServer: { workspaceTrust: true } });
});
afterAll(() => workbench?.close());

it("a workspace that is not trusted trains nothing until it is trusted", async () => {
  await workbench.openSidePanel(300);
  const live = await workbench.dashboard("panel");
  await live.click("Train FashionMNIST");
  await workbench.page.locator(".notifications-toasts", { hasText: "not trusted" }).waitFor();
  await workbench.screenshot("trust-refused");
  expect(RecordedRun.all(workbench.folder)).toEqual([]);
  await expect.poll(() => live.data()).toMatchObject({ status: "none" });

  await workbench.answer("not trusted", "Manage Workspace Trust");
  const editor = workbench.page.locator(".workspace-trust-editor");
  await editor.getByRole("button", { name: "Trust", exact: true }).click();
  await editor.getByText("You trust this folder").waitFor();
  await live.click("Train FashionMNIST");
  await workbench.until(async () => (await live.data()).status === "finished");
  expect(RecordedRun.all(workbench.folder)).toHaveLength(1);
});

/** Tests that need a server of their own: a folder that is not trusted, and a machine without network. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { foldEvents } from "../../src/runs/applyEvent";
import type { Dashboard } from "./Dashboard";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

const settings = {
  "workbench.colorTheme": "Default Dark Modern",
  // With this setting, the page about trust is a tab, beside which the side panel stays usable.
  "workbench.editor.useModal": "off",
};
const briefly = { "fittingRoom.dataset.name": "sample", "fittingRoom.hyperparameters.epochs": 1 };

/** No server listens at this address. */
const nowhere = "http://127.0.0.1:9";
const env = {
  NODE_USE_ENV_PROXY: "1",
  HTTP_PROXY: nowhere,
  HTTPS_PROXY: nowhere,
  NO_PROXY: "127.0.0.1",
};

let workbench: Workbench;
let live: Dashboard;
beforeAll(async () => {
  workbench = await openWorkbench({
    settings: { ...settings, ...briefly },
    ownServer: { workspaceTrust: true, env },
  });
  await workbench.openSidePanel(300);
  live = await workbench.dashboard("panel");
});
afterAll(() => workbench?.close());

it("a workspace that is not trusted trains nothing until it is trusted", async () => {
  // The view states that the runs of the workspace are not shown. It does not state that there are none.
  await live.frame.getByRole("heading", { name: "The runs of this workspace are not shown" }).waitFor();
  const hidden = "The workspace is not trusted, so its runs are not shown.";
  await workbench.page.getByText(hidden).waitFor();
  await workbench.runCommand("Fitting Room: Edit Note…");
  await workbench.until(async () => (await workbench.notifications()).includes(hidden));
  await workbench.runCommand("Notifications: Clear All Notifications");
  await live.click("Train FashionMNIST");
  await workbench.page.locator(".notifications-toasts", { hasText: "not trusted" }).waitFor();
  await workbench.screenshot("trust-refused");
  expect(RecordedRun.all(workbench.folder)).toEqual([]);
  await expect.poll(() => live.data()).toMatchObject({ status: "none" });

  await workbench.answer("not trusted", "Manage Workspace Trust");
  const editor = workbench.page.locator(".workspace-trust-editor");
  await editor.getByRole("button", { name: "Trust", exact: true }).click();
  await editor.getByText("You trust this folder").waitFor();
  await live.frame.getByRole("heading", { name: "Nothing trained yet" }).waitFor();
  await live.click("Train FashionMNIST");
  await workbench.until(async () => (await live.data()).status === "finished");
  expect(RecordedRun.all(workbench.folder)).toHaveLength(1);
});

it("with no network, the sample set is offered and learned, and the settings stay as they are", async () => {
  // Without these settings, the hyperparameters and the data set are those of a new user.
  await workbench.configure(Object.fromEntries(Object.keys(briefly).map((name) => [name, undefined])));
  await workbench.until(async () => (await live.setting("Data")) === "Fashion-MNIST");
  await workbench.runCommand("Notifications: Clear All Notifications");
  await workbench.runCommand("View: Close All Editors");
  const { length: before } = RecordedRun.all(workbench.folder);
  await workbench.runCommand("Fitting Room: Train FashionMNIST");
  await workbench.until(async () => (await live.data()).status === "failed");
  await workbench.screenshot("message-no-network");
  await expect.poll(() => live.frame.locator(".plot").count()).toBe(0);
  // A new training is offered once the process of the failed one has ended.
  await expect
    .poll(() => live.frame.locator("vscode-button").allTextContents())
    .toEqual(["Train FashionMNIST", "Choose Folder…", "Use the Sample Set", "Show in Settings"]);
  await live.click("Use the Sample Set");
  await workbench.until(async () => (await live.data()).status === "finished");
  await workbench.screenshot("message-sample-set");
  const [, run] = RecordedRun.all(workbench.folder).slice(before);
  expect(foldEvents(run!.events()).best?.testAccuracy).toBeGreaterThan(0.87);
  await expect.poll(() => live.setting("Data")).toBe("Fashion-MNIST");
  await expect.poll(() => live.setting("Optimizer")).toBe("SGD");
  expect(await workbench.notifications()).toEqual([]);
});

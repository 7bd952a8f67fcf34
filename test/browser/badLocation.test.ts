import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

let workbench: Workbench;
afterAll(() => workbench?.close());

const location = "fittingRoom.dataset.location";
/** Fast to train with data, and without a download otherwise. */
const common = {
  "fittingRoom.hyperparameters.epochs": 1,
  "fittingRoom.hyperparameters.hiddenLayers": [8],
};

/** The buttons of the notification with this text, once it is shown. */
async function buttonsOf(text: string) {
  const notification = workbench.page.locator(".notifications-toasts .notification-list-item", {
    hasText: text,
  });
  await notification.waitFor();
  return notification.locator(".monaco-button").allTextContents();
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: VS Code's variables
it("a folder of the settings that cannot be used is named with its setting, and no run is made", {
  timeout: 240_000,
}, async () => {
  workbench = await openWorkbench({
    settings: {
      ...common,
      [location]: "/before",
      "fittingRoom.runs.location": "~somebody/runs",
    },
  });
  await workbench.openSidePanel(300);
  const live = await workbench.dashboard("panel");
  const aboutRuns =
    "fittingRoom.runs.location begins with ~somebody, and only ~ alone stands for a home folder";
  expect(await buttonsOf(aboutRuns)).toEqual(["Open Settings"]);

  const configure = async (folder: string) => {
    await workbench.configure({ [location]: folder, "fittingRoom.runs.location": "" });
    await workbench.until(async () => (await live.setting("Folder")) === folder);
  };
  await live.click("Train FashionMNIST");
  await buttonsOf(aboutRuns);
  await configure("${env:NO_SUCH_VARIABLE}/x");
  const unset = `${location} holds \${env:NO_SUCH_VARIABLE}, and the environment variable NO_SUCH_VARIABLE is not set.`;
  await live.click("Train FashionMNIST");
  expect(await buttonsOf(unset)).toEqual(["Open Settings"]);

  const gone = join(workbench.folder, "gone");
  await configure("${workspaceFolder}/gone");
  await live.click("Train FashionMNIST");
  const message = `${location} cannot be used: The data set folder ${gone} does not exist`;
  expect(await buttonsOf(message)).toEqual(["Open Settings", "Choose Folder…", "Use the Sample Set"]);
  await workbench.screenshot("bad-location");
  expect(RecordedRun.all(workbench.folder)).toEqual([]);

  mkdirSync(gone);
  await live.click("Train FashionMNIST");
  await buttonsOf(`${gone} holds no complete Fashion-MNIST`);
  rmSync(gone, { recursive: true });
  expect(RecordedRun.all(workbench.folder)).toEqual([]);

  await workbench.answer(message, "Use the Sample Set");
  await workbench.until(async () => (await live.data()).status === "finished");
  expect(RecordedRun.all(workbench.folder)).toHaveLength(1);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: VS Code's variables

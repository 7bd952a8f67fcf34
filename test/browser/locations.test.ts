import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { encodeLine } from "../../src/runs/logLine";
import { tutorialConfig } from "../../src/runs/RunConfig";
import { dataset, ended, started } from "../unit/runs/exampleEvents";
import { ExperimentsTab } from "./ExperimentsTab";
import { RecordedRun } from "./RecordedRun";
import { live, start, until, useWindow, workbench } from "./useWindow";

const location = "fittingRoom.dataset.location";

useWindow({
  // A training that finds its data ends soon, with these settings. No training here downloads data.
  "fittingRoom.hyperparameters.epochs": 1,
  "fittingRoom.hyperparameters.hiddenLayers": [8],
  [location]: "/before",
  "fittingRoom.runs.location": "~somebody/runs",
});

/** Waits for a notification with this text. @returns the labels of its buttons */
async function buttonsOf(text: string) {
  const notification = workbench.page.locator(".notifications-toasts .notification-list-item", {
    hasText: text,
  });
  await notification.waitFor();
  return notification.locator(".monaco-button").allTextContents();
}

/** Writes a run that was stopped after its first step and that read Fashion-MNIST from the folder `location`. */
function recordRun(workspace: string, location: string): void {
  const folder = join(RecordedRun.runsFolder(workspace), "moved");
  const config = { ...tutorialConfig, dataset: { ...tutorialConfig.dataset, location } };
  mkdirSync(folder, { recursive: true });
  const record = {
    format: 1,
    id: "moved",
    name: "Moved",
    created: started.time,
    notes: "",
    tags: [],
    config,
  };
  writeFileSync(join(folder, "run.json"), JSON.stringify(record));
  const events = [
    { ...started, config },
    { ...dataset, name: "fashion-mnist", source: location },
    { type: "steps", epoch: 1, firstStep: 0, losses: [2.3], seconds: 1 },
    ended("stopped"),
  ];
  writeFileSync(
    join(folder, "events.jsonl"),
    events.map((event) => `${encodeLine(event as typeof started)}\n`).join(""),
  );
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: VS Code's variables
it("a folder of the settings that cannot be used is named with its setting, and no run is made", {
  timeout: 240_000,
}, async () => {
  const aboutRuns =
    "fittingRoom.runs.location begins with ~somebody, and only ~ alone stands for a home folder";
  expect(await buttonsOf(aboutRuns)).toEqual(["Open Settings"]);
  await live.frame.getByRole("alert").getByText(aboutRuns).waitFor();
  await live.frame.locator("vscode-button", { hasText: "Show in Settings" }).waitFor();
  await workbench.until(async () => (await workbench.runs()).join().includes(`Runs folder${aboutRuns}`));
  await workbench.runCommand("Fitting Room: Open Experiments");
  const { frame } = new ExperimentsTab(
    await workbench.frame("body[data-fitting-room-view=experiments]", "editor"),
    workbench.page,
  );
  await frame.getByRole("alert").getByText(aboutRuns).waitFor();
  await frame.locator("vscode-button", { hasText: "Show in Settings" }).click();
  await workbench.page.locator(".settings-editor", { hasText: "Runs: Location" }).waitFor();

  const configure = async (folder: string) => {
    await workbench.configure({ [location]: folder, "fittingRoom.runs.location": "" });
    await workbench.until(async () => (await live.setting("Folder")) === folder);
  };
  await workbench.runCommand("Fitting Room: Train FashionMNIST");
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
  await until("finished");
  expect(RecordedRun.all(workbench.folder)).toHaveLength(1);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: VS Code's variables

it("looks for the data of a run in the folder of the setting, and then in the folder that the user chooses", async () => {
  await start({ [location]: "/new-place", "fittingRoom.runs.location": "" });
  recordRun(workbench.folder, "/old-place");
  const run = new RecordedRun(workbench.folder, "moved");
  await workbench.untilListed(1);
  await workbench.select(
    workbench.page.locator('.pane:has([aria-label="Runs Section"]) .monaco-list-row').first(),
  );
  await workbench.until(async () => (await live.data()).runId === "moved");

  // The folder is not in this machine's list of folders with which the user has trained.
  await live.click("Resume");
  const question = workbench.page.locator(".monaco-dialog-box", {
    hasText: "was trained on data in /old-place",
  });
  await question.waitFor();
  await workbench.screenshot("moved-data-question");
  await question.locator(".monaco-button", { hasText: "Read It" }).click();
  const message = "The data set folder /new-place does not exist";
  const notification = workbench.page.locator(".notifications-toasts .notification-list-item", {
    hasText: message,
  });
  await notification.waitFor();
  await until("stopped");
  await workbench.screenshot("moved-data");
  await expect
    .poll(() => notification.locator(".monaco-button").allTextContents())
    .toEqual(["Choose Folder…"]);

  await workbench.answer(message, "Choose Folder…");
  await workbench.typePath(`${workbench.folder}/`);
  await workbench.page
    .locator(".quick-input-widget .monaco-button", { hasText: "Choose Data Set Folder" })
    .click();
  await workbench.page
    .locator(".notifications-toasts", { hasText: `${workbench.folder} holds no complete Fashion-MNIST` })
    .waitFor();
  await until("stopped");
  await workbench.untilListed(1);
  expect(run.events().map(({ type }) => type)).toEqual(["started", "dataset", "steps", "ended"]);
  await expect.poll(() => live.setting("Folder")).toBe("/new-place");
});

it("asks before it trains a run again with data in a folder that only the run names", async () => {
  await start({ [location]: "", "fittingRoom.runs.location": "" });
  recordRun(workbench.folder, "/strangers-place");
  await workbench.untilListed(1);
  await workbench.runCommand("Fitting Room: Open Experiments");
  const frame = await workbench.frame("body[data-fitting-room-view=experiments][data-runs]", "editor");
  await new ExperimentsTab(frame, workbench.page).choose("Moved", "Train Again…");
  await workbench.page
    .locator(".quick-input-list .monaco-list-row", { hasText: "With the same seed" })
    .click();
  const question = workbench.page.locator(".monaco-dialog-box", {
    hasText: "was trained on data in /strangers-place",
  });
  await question.locator(".monaco-button", { hasText: "Cancel" }).click();
  await question.waitFor({ state: "detached" });
  expect(RecordedRun.all(workbench.folder)).toHaveLength(1);
});

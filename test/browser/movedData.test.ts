import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { encodeLine } from "../../src/runs/logLine";
import { tutorialConfig } from "../../src/runs/RunConfig";
import { dataset, ended, started } from "../unit/runs/exampleEvents";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

let workbench: Workbench;
afterAll(() => workbench?.close());

/** A run on Fashion-MNIST from a folder, stopped at its beginning. */
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

it("looks for the data of a run in the setting's present folder, and then in the chosen folder", async () => {
  workbench = await openWorkbench({
    settings: { "fittingRoom.dataset.location": "/new-place" },
    fill: (folder) => recordRun(folder, "/old-place"),
  });
  const run = new RecordedRun(workbench.folder, "moved");
  await workbench.openSidePanel(300);
  const live = await workbench.dashboard("panel");
  await workbench.untilListed(1);
  await workbench.page.locator('.pane:has([aria-label="Runs Section"]) .monaco-list-row').first().click();
  await workbench.until(async () => (await live.data()).runId === "moved");

  // By this machine's list, the user has not trained with that folder before.
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
  await workbench.until(async () => (await live.data()).status === "stopped");
  await workbench.screenshot("moved-data");
  expect(await notification.locator(".monaco-button").allTextContents()).toEqual(["Choose Folder…"]);

  await workbench.answer(message, "Choose Folder…");
  const input = workbench.page.locator(".quick-input-widget input.input");
  await input.fill(`${workbench.folder}/`);
  await workbench.page
    .locator(".quick-input-widget .monaco-button", { hasText: "Choose Data Set Folder" })
    .click();
  await workbench.page
    .locator(".notifications-toasts", { hasText: `${workbench.folder} holds no complete Fashion-MNIST` })
    .waitFor();
  await workbench.until(async () => (await live.data()).status === "stopped");
  await workbench.untilListed(1);
  expect(run.events().map(({ type }) => type)).toEqual(["started", "dataset", "steps", "ended"]);
  expect(await live.setting("Folder")).toBe("/new-place");
});

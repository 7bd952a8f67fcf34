import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataset, ended, RunFolder, started, steps } from "../unit/host/runFolder";
import type { Dashboard } from "./Dashboard";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

/** A workspace folder with runs, and with its own number of epochs in its settings. */
function fillFolder(folder: string, epochs: number, ids: readonly string[]): void {
  const runs = RecordedRun.runsFolder(folder);
  for (const path of [runs, join(folder, ".vscode")]) mkdirSync(path, { recursive: true });
  const settings = { "fittingRoom.hyperparameters.epochs": epochs };
  writeFileSync(join(folder, ".vscode/settings.json"), JSON.stringify(settings));
  for (const [index, id] of ids.entries())
    new RunFolder(runs, id, index + 1).append(started, dataset, steps(0, 2.3, 2.2), ended);
}

describe("A workspace with several folders", () => {
  let workbench: Workbench;
  let live: Dashboard;
  beforeAll(async () => {
    workbench = await openWorkbench({
      settings: {},
      folders: ["alpha", "beta"],
      fill: (folder) => {
        fillFolder(join(folder, "alpha"), 3, ["one"]);
        fillFolder(join(folder, "beta"), 7, ["two", "three"]);
      },
    });
    await workbench.openSidePanel(300);
    live = await workbench.dashboard("panel");
  });
  afterAll(() => workbench?.close());

  const untilShown = async (folder: string, run: string, runs: number, epochs: string) => {
    await workbench.page.locator(".pane-header", { hasText: /^Runs/ }).getByText(folder).waitFor();
    await workbench.untilListed(runs);
    await live.frame.getByText(`Runs and settings of the workspace folder ${folder}`).waitFor();
    await workbench.until(async () => (await live.data()).runId === run);
    expect(await live.setting("Epochs")).toBe(epochs);
  };

  it("shows the runs and the settings of the folder that is selected, and keeps it at a reload", async () => {
    await untilShown("alpha", "one", 1, "3");
    await live.frame.getByText("Select Another Folder").click();
    const row = workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: "beta" });
    expect(await row.textContent()).toContain("2 runs");
    await row.click();
    await untilShown("beta", "three", 2, "7");
    await workbench.screenshot("workspace-folders");
    await workbench.reload();
    live = await workbench.dashboard("panel");
    await untilShown("beta", "three", 2, "7");
  });
});

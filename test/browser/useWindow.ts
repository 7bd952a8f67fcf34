import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, onTestFailed } from "vitest";
import { removeFolder } from "../support/removeFolder";
import type { Dashboard } from "./Dashboard";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

/** The window of the file's tests, with the side panel open. */
export let workbench: Workbench;
/** The Live view of that window. */
export let live: Dashboard;

/** Settings with which a training on the sample set lasts until it is stopped. */
export const endless = { "fittingRoom.dataset.name": "sample", "fittingRoom.hyperparameters.epochs": 10_000 };

/**
 * Opens one window for all tests of the file, since opening a window takes longer than most tests.
 * @param settings of the window's folder
 */
export function useWindow(settings: Record<string, unknown> = {}): void {
  beforeAll(async () => {
    // The editors of settings and of the walkthrough are tabs, beside which the side panel can be clicked.
    workbench = await openWorkbench({ settings: { "workbench.editor.useModal": "off", ...settings } });
    await workbench.openSidePanel(300);
    await findLive();
  });
  afterAll(() => workbench?.close());
  beforeEach(({ task }) => {
    onTestFailed(() => workbench.photograph(`failed-${task.name}`.replaceAll(/\W+/g, "-")));
  });
}

/**
 * Prepares the window for a test: ends trainers, empties the runs folder, closes editors and notifications, and gives
 * the folder these settings beside those of the window.
 */
export async function start(settings: Record<string, unknown>): Promise<void> {
  for (const run of RecordedRun.all(workbench.folder)) run.kill();
  removeFolder(join(workbench.folder, ".fitting-room"));
  await workbench.restoreSettings(settings);
  await workbench.runCommand("View: Close All Editors");
  await workbench.runCommand("Notifications: Clear All Notifications");
  // A test that failed may have left the side panel hidden.
  await workbench.showSidePanel();
  await findLive();
  await workbench.untilListed(0);
}

/** Finds the Live view again. VS Code removes the document of a view that is hidden and makes another one later. */
export async function findLive(): Promise<void> {
  live = await workbench.dashboard("panel");
}

/** Waits until the run on display has a status. */
export async function until(status: string): Promise<void> {
  await workbench.until(async () => (await live.data()).status === status);
}

/** A run whose id and names hold links and icons. These texts have no effect where they are shown. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { encodeLine } from "../../src/runs/logLine";
import { tutorialConfig } from "../../src/runs/RunConfig";
import type { RunEvent } from "../../src/runs/RunEvent";
import { ended, started } from "../unit/runs/exampleEvents";
import type { Dashboard } from "./Dashboard";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

const command = encodeURIComponent(JSON.stringify({ text: "touch PWNED\n" }));
const link = `[Repair it](command:workbench.action.terminal.sendSequence?${command})`;
const id = `2026 ${link}`;
const name = `${link.slice(0, 30)}x) $(trash) https://evil.example \u202egnp.exe\u200b`;
const shownName = name
  .replace("](", "] (")
  .replace("$(", "$ (")
  .replaceAll(/[\u202e\u200b]/g, "\ufffd");

let workbench: Workbench;
let live: Dashboard;
beforeAll(async () => {
  workbench = await openWorkbench({ settings: {}, fill: recordRun });
  await workbench.openSidePanel(300);
  live = await workbench.dashboard("panel");
  await workbench.until(async () => (await live.data()).runId === id);
});
afterAll(() => workbench?.close());

/** Writes a fork that was interrupted before its first checkpoint and therefore cannot be resumed. */
function recordRun(workspace: string): void {
  const folder = join(RecordedRun.runsFolder(workspace), id);
  mkdirSync(folder, { recursive: true });
  const origin = { id: link, name, checkpoint: "checkpoints/step-000001.safetensors", epoch: 0, step: 1 };
  const created = started.time;
  writeFileSync(
    join(folder, "run.json"),
    JSON.stringify({
      format: 1,
      id,
      name,
      created,
      notes: "",
      tags: [],
      config: tutorialConfig,
      parent: origin,
    }),
  );
  const events: RunEvent[] = [
    { ...started, config: tutorialConfig, parent: { ...origin, losses: [], epochs: [] } },
    { type: "warning", message: `${link} \u202e` },
    ended("interrupted"),
  ];
  writeFileSync(join(folder, "events.jsonl"), events.map((event) => `${encodeLine(event)}\n`).join(""));
}

it("a name is plain text in a notification, where no part of it can be clicked", async () => {
  await live.click("Resume");
  const notification = workbench.page.locator(".notifications-toasts .notification-list-item", {
    hasText: "fork its parent again",
  });
  await notification.hover();
  await notification.locator(".codicon-notifications-expand").click();
  await workbench.screenshot("named-as-link-notification");
  const message = notification.locator(".notification-list-item-message");
  await expect
    .poll(() => message.textContent())
    .toContain("2026 [Repair it] (command:workbench.action.terminal");
  await expect.poll(() => message.locator("a").count()).toBe(0);
});

it("a name is plain text in the list of runs and its tooltip", async () => {
  await expect.poll(() => workbench.runs()).toEqual([expect.stringContaining(shownName)]);
  const row = workbench.page.locator('.pane:has([aria-label="Runs Section"]) .monaco-list-row').first();
  await expect.poll(() => row.locator(".monaco-icon-label .codicon-trash").count()).toBe(0);
  const hover = workbench.page.locator(".monaco-hover", { hasText: "Forked from" });
  // The tooltip closes when the extension reads the list again, and is then opened again.
  const shown = await workbench.until(async () => {
    await workbench.page.mouse.move(700, 450);
    await row.hover();
    const looking = hover.evaluate(
      (element) => ({ text: element.textContent, links: element.querySelectorAll("a").length }),
      undefined,
      { timeout: 5000 },
    );
    return looking.catch(() => undefined);
  });
  await workbench.screenshot("named-as-link-tooltip");
  expect(shown.text).toContain("[Repair it](command:workbench");
  expect(shown.text).toContain("https://evil.example \ufffdgnp.exe\ufffd");
  expect(shown.links).toBe(0);
});

it("a name is plain text in a question", async () => {
  await workbench.chooseForRun(0, "Train More Epochs");
  const question = workbench.page.locator(".quick-input-widget");
  await question.locator("input").waitFor();
  await workbench.screenshot("named-as-link-question");
  await expect
    .poll(() => question.locator(".quick-input-title").textContent())
    .toContain("Train [Repair it] (command:");
  await expect.poll(() => question.locator("a").filter({ hasText: "Repair" }).count()).toBe(0);
  await expect.poll(() => question.locator(".codicon-trash").count()).toBe(0);
  await workbench.page.keyboard.press("Escape");
});

it("a name is plain text on the dashboard", async () => {
  const heading = live.frame.locator("h1");
  await expect.poll(() => heading.textContent()).toBe(name.replaceAll(/[\u202e\u200b]/g, "\ufffd"));
  await expect.poll(() => heading.getAttribute("title")).toBe(await heading.textContent());
  const warnings = await live.frame.locator(".warnings").allTextContents();
  expect(warnings.join()).toContain(`${link} \ufffd`);
  await expect.poll(() => live.frame.locator("a").count()).toBe(0);
});

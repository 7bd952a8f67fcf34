import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli, trainSample } from "../integration/cli/runCli";
import { ended, RunFolder } from "../unit/host/runFolder";
import { config, dataset, epochEnd, started, steps } from "../unit/runs/exampleEvents";
import { ExperimentsTab } from "./ExperimentsTab";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

const rates = [0.1, 0.01, 0.001];

/** Writes three runs, and a folder that is not opened as a run, since a file of it is a link. */
function fill(folder: string): void {
  const runs = RecordedRun.runsFolder(folder);
  mkdirSync(runs, { recursive: true });
  for (const [index, learningRate] of rates.entries())
    new RunFolder(runs, `2026-01-0${index + 1}_00-00-00`, index + 1).append(
      { ...started, config: { ...config, learningRate } },
      dataset,
      steps(1, 0, [2.5, 2.2, 2.1, 2 - index / 10], 1),
      epochEnd(1, 0.5 + index / 10, 2),
      ended,
    );
  const refused = new RunFolder(runs, "linked", 9).append(started);
  writeFileSync(join(folder, "elsewhere"), "");
  symlinkSync(join(folder, "elsewhere"), join(refused.folder, "model.safetensors"));
}

describe("Two windows on one folder", () => {
  let one: Workbench;
  let other: Workbench;
  let first: ExperimentsTab;
  let second: ExperimentsTab;
  /** The errors that the other window's views have thrown or written to the console. */
  const errors: string[] = [];

  beforeAll(async () => {
    one = await openWorkbench({ settings: {}, fill });
    other = await openWorkbench({ settings: {}, beside: one });
    const isOfView = (url: string) => url.includes("fitting-room") || url.includes("vscode-resource");
    other.page.on("pageerror", (error) => errors.push(String(error)));
    other.page.on("console", (message) => {
      if (message.type() === "error" && isOfView(message.location().url)) errors.push(message.text());
    });
    first = await experiments(one);
    second = await experiments(other);
  });
  afterAll(async () => {
    await other?.close();
    await one?.close();
  });

  const names = ["Run 2026-01-03_00-00-00", "Run 2026-01-02_00-00-00", "Run 2026-01-01_00-00-00"];

  async function experiments(workbench: Workbench): Promise<ExperimentsTab> {
    await workbench.openSidePanel(300);
    await workbench.runCommand("Fitting Room: Open Experiments");
    const selector = 'body[data-fitting-room-view=experiments][data-runs="3"]';
    return new ExperimentsTab(await workbench.frame(selector, "editor"), workbench.page);
  }

  it("have the same name of a run once one has renamed it, in the table, the tree and the charts", async () => {
    await expect.poll(() => second.names()).toEqual(names);
    await first.line(names[0]!).getByRole("rowheader").click();
    await first.press("F2");
    await first.type("brisk-linen");
    await first.press("Enter");
    await other.until(async () => (await second.names())[0] === "brisk-linen");
    await other.until(async () => (await other.runs())[0]!.startsWith("brisk-linen"));
    await second.frame.locator(".runs-legend").getByText("brisk-linen").first().waitFor();
    const live = await other.dashboard("panel");
    await other.until(async () => (await live.frame.locator("h1").textContent()) === "brisk-linen");
  });

  it("have the same tags", async () => {
    await first.line(names[1]!).getByRole("rowheader").click();
    await first.press("Shift+F10");
    await first.frame.getByRole("menuitem", { name: "Tags…" }).press("Enter");
    await one.page.keyboard.type("baseline");
    await first.press("Enter", "Escape");
    await other.until(
      async () => (await second.frame.locator(".tag", { hasText: "baseline" }).count()) === 1,
    );
  });

  it("say that the run on display was deleted by the other window", async () => {
    await first.line("brisk-linen").getByRole("rowheader").click();
    await first.press("Delete");
    await other.until(async () => (await second.lines.count()) === 2);
    await second.frame.getByText("brisk-linen is no longer in the runs folder").waitFor();
    await expect.poll(() => second.frame.locator(".runs-legend").getByText("brisk-linen").count()).toBe(0);
    const live = await other.dashboard("panel");
    await live.frame.getByText("This run is no longer in the runs folder.").waitFor();
    await other.screenshot("two-windows-deleted");
    const notices = await live.frame.locator(".notice").allTextContents();
    expect(notices).toEqual([expect.stringContaining("This run is no longer in the runs folder.")]);
    await one.answer("The run brisk-linen is in the trash.", "Undo");
    await other.until(async () => (await second.names())[0] === "brisk-linen");
  });

  it("delete a run that is not opened, from the view and from the tree", async () => {
    const count = (workbench: Workbench) => workbench.runs().then((rows) => rows.length);
    await first.frame.getByText("1 folder is not shown as a run").click();
    await one.screenshot("two-windows-refused");
    await first.frame.getByRole("button", { name: "Move linked into the trash" }).click();
    await other.until(async () => (await count(other)) === 3);
    await one.answer("The run linked is in the trash.", "Undo");
    await other.until(async () => (await count(other)) === 4);
    const row = other.page.locator('.pane:has([aria-label="Runs Section"]) .monaco-list-row', {
      hasText: "linked",
    });
    await other.select(row);
    // The row has no name that could be changed, and F2 does not rename the run on display instead.
    await other.pressInRuns("F2");
    await other.until(async () => (await other.notifications()).some((text) => text.includes("linked")));
    await expect.poll(() => other.page.locator(".quick-input-widget").isVisible()).toBe(false);
    await other.runCommand("Notifications: Clear All Notifications");
    await other.select(row);
    await other.pressInRuns("Delete");
    await one.until(async () => (await count(one)) === 3);
    await expect.poll(() => first.frame.getByText("is not shown as a run").count()).toBe(0);
  });

  it("show the same marks of images, also those that are written into the file by hand", async () => {
    const args = [...trainSample, "--epochs", "1", "--name", "marked"];
    expect(await runCli(args, one.folder)).toMatchObject({ code: 0 });
    const suspects = async (workbench: Workbench) => {
      await workbench.until(async () => (await workbench.runs())[0]?.startsWith("marked"));
      await workbench.chooseForRun(0, "Open Model");
      const frame = await workbench.frame("body[data-fitting-room-view=model] [role=tablist]", "editor");
      await frame.getByRole("tab", { name: "Suspects" }).click();
      return frame;
    };
    const isTold = (frame: Frame, text: string) =>
      frame.locator(".marks-bar").getByText(text, { exact: true }).waitFor();
    const ours = await suspects(one);
    const images = ours.getByRole("grid", { name: "Images" });
    await ours.locator(".tile").first().waitFor();
    await images.focus();
    await first.press("Home", "1");
    await isTold(ours, "Marked: 1 image");
    const theirs = await suspects(other);
    await isTold(theirs, "Marked: 1 image");
    await images.focus();
    await first.press("End", "3");
    for (const view of [ours, theirs]) await isTold(view, "Marked: 2 images");
    const marks = { format: 1, test: {}, train: { 7: "fine", 8: "fine", 9: "fine" } };
    writeFileSync(join(RecordedRun.runsFolder(one.folder), ".sample.marks.json"), JSON.stringify(marks));
    for (const view of [ours, theirs]) await isTold(view, "Marked: 3 images");
  });

  it("have thrown nothing, and shown no error", async () => {
    expect(errors).toEqual([]);
    const others = (await other.notifications()).filter((text) => !text.includes("is in the trash."));
    expect(others).toEqual([]);
  });
});

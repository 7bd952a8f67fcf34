import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../integration/cli/runCli";
import { removeFolder } from "../support/removeFolder";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

const short = ["--hidden", "8", "--limit-train-batches", "5", "--epochs", "1", "--threads", "1"];

describe("A user who keeps order among runs", () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await openWorkbench({ settings: { "files.encoding": "euckr" } });
    for (const [name, rate] of [
      ["first", "0.1"],
      ["second", "0.01"],
      ["third", "0.001"],
    ])
      await runCli(
        ["train", "--sample", ...short, "--name", name!, "--learning-rate", rate!],
        workbench.folder,
      );
    await workbench.openSidePanel(400);
    await workbench.untilListed(3);
  });
  afterAll(() => workbench?.close());

  const paneRow = '.pane:has([aria-label="Runs Section"]) .monaco-list-row';
  const rows = () => workbench.page.locator(paneRow);
  const selectedRows = () => workbench.page.locator(`${paneRow}.selected`);
  const labels = (index: number) =>
    JSON.parse(readFileSync(join(RecordedRun.all(workbench.folder)[index]!.folder, "labels.json"), "utf8"));
  const cli = async (...args: string[]) => {
    const { code, stderr } = await runCli(args, workbench.folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  };
  const isListed = (...names: string[]) =>
    workbench.until(async () => {
      const listed = await workbench.runs();
      return listed.length === names.length && names.every((name, index) => listed[index]!.startsWith(name));
    });

  it("sees the name of each run first, then the hyperparameters that differ", async () => {
    await isListed("third", "second", "first");
    const text = expect.stringMatching(
      /^(first|second|third)[\d.]+%.* · 5 batches\/epoch · lr 0\.0*1( · shown)?$/,
    );
    await expect.poll(() => workbench.runs()).toEqual([text, text, text]);
    await workbench.screenshot("manage-runs");
  });

  it("renames a run by F2", async () => {
    const live = await workbench.dashboard("panel");
    // VS Code may draw the rows again during a click, which then shows no run.
    await workbench.until(async () => {
      await rows().nth(1).click();
      return (await live.frame.locator("h1").textContent()) === "second";
    });
    await workbench.pressInRuns("F2");
    await workbench.page.getByText("Rename second").waitFor();
    await workbench.question.fill("first");
    await workbench.page.getByText("Another run has this name or id.").waitFor();
    await workbench.enter("calm-wool");
    await isListed("third", "calm-wool", "first");
    await workbench.until(async () => (await live.frame.locator("h1").textContent()) === "calm-wool");
  });

  it("tags and stars several runs at once", async () => {
    await workbench.select(rows().nth(0), rows().nth(1));
    await workbench.chooseForRun(1, "Edit Tags…");
    await workbench.page.getByText("Tags of all 2 selected runs").waitFor();
    await workbench.enter("baseline, no shuffle");
    await workbench.until(async () => labels(1).tags.length === 2 && labels(2).tags.length === 2);
    await expect.poll(() => selectedRows().count()).toBe(2);
    await workbench.chooseForRun(1, "Star Run");
    await workbench.until(async () => labels(1).starred && labels(2).starred);
    expect(labels(0)).toMatchObject({ tags: [], starred: false });
  });

  it("is asked once how several runs are trained again", async () => {
    await workbench.chooseForRun(1, "Train Again…");
    await workbench.page.getByText("Train 2 Runs Again").waitFor();
    await workbench.screenshot("manage-train-again");
    await workbench.page.keyboard.press("Escape");
    await workbench.question.waitFor({ state: "hidden" });
    await expect.poll(() => selectedRows().count()).toBe(2);
  });

  it("writes a note of several lines, whatever encoding the settings name for files", async () => {
    await workbench.select(rows().nth(2));
    await workbench.chooseForRun(2, "Edit Note…");
    const editor = workbench.page.locator(".editor-instance .monaco-editor").first();
    await editor.waitFor();
    await workbench.page.locator(".tab", { hasText: "Note of first" }).waitFor();
    // An editor has lines once it has its text.
    await editor.locator(".view-line").first().waitFor({ state: "attached" });
    await editor.click();
    await workbench.page.keyboard.type("First line.\n둘째 줄.");
    await workbench.page.keyboard.press("Control+S");
    await workbench.until(async () => labels(0).note === "First line.\n둘째 줄.");
    await workbench.screenshot("manage-note");
    await workbench.runCommand("View: Close Editor");
  });

  it("sees what a terminal has changed", async () => {
    await cli("rename", "calm-wool", "plain-silk");
    await isListed("third", "plain-silk", "first");
    await cli("archive", "third");
    await isListed("plain-silk", "first", "Archived");
    await cli("unarchive", "third");
    await isListed("third", "plain-silk", "first");
  });

  it("changes the run whose menu is open, while another run is changed all the time", async () => {
    const path = join(RecordedRun.all(workbench.folder)[0]!.folder, "labels.json");
    const before = JSON.parse(readFileSync(path, "utf8"));
    const write = (note: string) => {
      writeFileSync(`${path}.new`, JSON.stringify({ ...before, note }));
      renameSync(`${path}.new`, path);
    };
    let changes = 0;
    const changing = setInterval(() => write(`Change ${++changes}.`), 50);
    try {
      await rows().nth(2).click();
      for (const [item, starred] of [
        ["Remove Star", false],
        ["Star Run", true],
        ["Remove Star", false],
        ["Star Run", true],
      ] as const) {
        await workbench.chooseForRun(0, item);
        await workbench.until(async () => labels(2).starred === starred);
      }
    } finally {
      clearInterval(changing);
    }
    write(before.note);
    expect(labels(0).starred).toBe(false);
  });

  it.each(["Open Model", "More Epochs…", "Rename Run…"])(
    "is told to choose %s again where the row of the menu is gone, and affects no other run",
    async (item) => {
      const { folder } = RecordedRun.all(workbench.folder)[0]!;
      const entry = await workbench.openMenu(rows().nth(2), item);
      renameSync(folder, join(workbench.folder, "away"));
      await workbench.untilListed(2);
      await entry.click();
      const message = "The list of runs was being read; choose the command again.";
      await workbench.until(async () => (await workbench.notifications()).includes(message));
      expect(await workbench.page.locator(".tab", { hasText: "Model" }).count()).toBe(0);
      expect(await workbench.page.locator(".quick-input-widget").isVisible()).toBe(false);
      await workbench.runCommand("Notifications: Clear All Notifications");
      renameSync(join(workbench.folder, "away"), folder);
      await workbench.untilListed(3);
    },
  );

  it("lists a run in a folder named archive beside the archived runs", async () => {
    const [{ folder }] = RecordedRun.all(workbench.folder) as [RecordedRun];
    const renamed = join(RecordedRun.runsFolder(workbench.folder), "archive");
    renameSync(folder, renamed);
    await cli("archive", "third");
    await isListed("plain-silk", "first", "Archived");
    await workbench.screenshot("manage-folder-archive");
    await cli("unarchive", "third");
    renameSync(renamed, folder);
    await isListed("third", "plain-silk", "first");
  });

  it("is refused the id of a folder that is not opened, as a name", async () => {
    const lost = join(RecordedRun.runsFolder(workbench.folder), "lost");
    mkdirSync(join(lost, "checkpoints"), { recursive: true });
    writeFileSync(join(lost, "checkpoints", "step-000004.safetensors"), "");
    await workbench.untilListed(4);
    await workbench.select(rows().nth(1));
    await workbench.pressInRuns("F2");
    await workbench.page.getByText("Rename plain-silk").waitFor();
    await workbench.question.fill("lost");
    await workbench.page.getByText("Another run has this name or id.").waitFor();
    await workbench.page.keyboard.press("Escape");
    removeFolder(lost);
    await workbench.untilListed(3);
  });

  it("is told at once that the run on display is gone, and is asked nothing about it", async () => {
    const { folder } = RecordedRun.all(workbench.folder)[0]!;
    await workbench.select(rows().nth(2));
    const live = await workbench.dashboard("panel");
    await workbench.until(async () => (await live.frame.locator("h1").textContent()) === "first");
    renameSync(folder, join(workbench.folder, "away"));
    await workbench.untilListed(2);
    for (const title of ["Rename Run…", "Edit Tags…", "Edit Note…", "Fork Run…", "Train More Epochs…"]) {
      await workbench.runCommand(`Fitting Room: ${title}`);
      const message = `The run ${basename(folder)} is gone: there is no folder ${folder} any more.`;
      await workbench.until(async () => (await workbench.notifications()).includes(message));
      expect(await workbench.page.locator(".quick-input-widget").isVisible()).toBe(false);
      await workbench.runCommand("Notifications: Clear All Notifications");
    }
    renameSync(join(workbench.folder, "away"), folder);
    await isListed("third", "plain-silk", "first");
  });

  it("applies the keys of the list to the row with the focus, and to no other run", async () => {
    const title = workbench.page.locator(".quick-input-title");
    await workbench.select(rows().nth(0));
    await workbench.pressInRuns("ArrowDown");
    await workbench.pressInRuns("F2");
    await title.getByText("plain-silk").waitFor();
    await workbench.page.keyboard.press("Escape");
    // Escape in the list takes the focus and the selection from all rows.
    await workbench.pressInRuns("Escape");
    await workbench.pressInRuns("Delete");
    await workbench.until(async () =>
      (await workbench.notifications()).includes("No run has the focus in the list; choose one first."),
    );
    await isListed("third", "plain-silk", "first");
    await workbench.runCommand("Notifications: Clear All Notifications");
  });

  it("deletes a run and undoes the deletion", async () => {
    const [, deleted] = RecordedRun.all(workbench.folder);
    await workbench.select(rows().nth(1));
    await workbench.pressInRuns("Delete");
    await isListed("third", "first");
    expect(existsSync(deleted!.folder)).toBe(false);
    await workbench.answer("The run plain-silk is in the trash.", "Undo");
    await isListed("third", "plain-silk", "first");
    expect(existsSync(deleted!.folder)).toBe(true);
  });

  it("empties the trash after a question", async () => {
    await workbench.select(rows().nth(0));
    await workbench.pressInRuns("Delete");
    await isListed("plain-silk", "first");
    await workbench.runCommand("Fitting Room: Empty Trash…");
    const dialog = workbench.page.locator(".monaco-dialog-box");
    await dialog.getByText("Remove the run in the trash for good?").waitFor();
    await workbench.screenshot("manage-empty-trash");
    await dialog.getByRole("button", { name: "Empty Trash" }).click();
    const trash = join(RecordedRun.runsFolder(workbench.folder), ".trash");
    await workbench.until(async () => readdirSync(trash).length === 0);
  });
});

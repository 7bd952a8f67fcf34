import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { foldEvents } from "../../src/runs/applyEvent";
import { runPalette } from "../../src/runs/runPalette";
import { startCli, trainSample } from "../integration/cli/runCli";
import { axeFaults } from "./axeFaults";
import { ExperimentsTab } from "./ExperimentsTab";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

const quick = {
  "fittingRoom.dataset.name": "sample",
  "fittingRoom.hyperparameters.epochs": 1,
  "fittingRoom.hyperparameters.hiddenLayers": [8],
};
/** The settings of five trainings: three that differ by their seeds alone. */
const trainings = [
  { learningRate: 0.01, seed: 1 },
  { learningRate: 0.01, seed: 2 },
  { learningRate: 0.01, seed: 3 },
  { learningRate: 0.1, seed: 1 },
  { learningRate: 0.1, optimizer: "adam", seed: 1 },
];

const themeKinds = {
  "Dark Modern": "dark",
  "Light Modern": "light",
  "Default High Contrast": "highContrast",
  "Default High Contrast Light": "highContrastLight",
} as const;

describe("Five runs in the Experiments view", () => {
  let workbench: Workbench;
  let tab: ExperimentsTab;
  beforeAll(async () => {
    workbench = await openWorkbench({ settings: quick });
    await workbench.openSidePanel(300);
    const live = await workbench.dashboard("panel");
    for (const [index, given] of trainings.entries()) {
      const entries = Object.entries(given).map(([name, value]) => [
        `fittingRoom.hyperparameters.${name}`,
        value,
      ]);
      await workbench.restoreSettings(Object.fromEntries(entries));
      await live.click("Train FashionMNIST");
      await workbench.until(async () => RecordedRun.all(workbench.folder).length === index + 1);
      await workbench.until(async () => (await live.data()).status === "finished");
      await workbench.untilListed(index + 1);
    }
    await workbench.runCommand("Fitting Room: Open Experiments");
    tab = await experiments();
  });
  afterAll(() => workbench?.close());

  async function experiments(): Promise<ExperimentsTab> {
    const frame = await workbench.frame("body[data-fitting-room-view=experiments][data-runs]", "editor");
    return new ExperimentsTab(frame, workbench.page);
  }
  const labelsOf = (name: string) => {
    const run = RecordedRun.all(workbench.folder).find(({ folder }) => {
      const path = join(folder, "labels.json");
      return existsSync(path) && JSON.parse(readFileSync(path, "utf8")).name === name;
    });
    return run && JSON.parse(readFileSync(join(run.folder, "labels.json"), "utf8"));
  };

  it("are listed by their two words, newest first, with what differs between them", async () => {
    await expect.poll(() => tab.lines.count()).toBe(5);
    const names = await tab.names();
    expect(new Set(names).size).toBe(5);
    for (const name of names) expect(name).toMatch(/^[a-z]+-[a-z]+$/);
    expect(await tab.cell(names[0]!, "optimizer")).toBe("Adam");
    expect(await tab.cell(names[4]!, "learningRate")).toBe("0.01");
    expect(await tab.frame.getByRole("columnheader", { name: "Batch size" }).count()).toBe(0);
    await workbench.screenshot("experiments-1-table");
  });

  it.each(Object.keys(themeKinds))(
    "have their own colours in table and tree, and no fault that axe reports, in %s",
    async (theme) => {
      await workbench.configure({ "workbench.colorTheme": theme });
      await workbench.until(() =>
        tab.frame.evaluate((name) => document.body.dataset.vscodeThemeId === name, theme),
      );
      await tab
        .line((await tab.names())[1]!)
        .getByRole("rowheader")
        .click();
      const kind = themeKinds[theme as keyof typeof themeKinds];
      const colours = await tab.frame.evaluate(() => {
        const style = getComputedStyle(document.body);
        return Array.from({ length: 8 }, (_, index) => style.getPropertyValue(`--fr-run-${index}`));
      });
      expect(colours).toEqual(runPalette[kind]);
      // The five runs got the first five colours, in the table and in the tree.
      for (const [index, name] of [...(await tab.names())].reverse().entries()) {
        expect(await tab.line(name).locator(".run-swatch").getAttribute("style")).toContain(`run-${index})`);
        await workbench.until(async () =>
          decodeURIComponent(await workbench.runIcon(name)).includes(runPalette[kind][index]!),
        );
      }
      await workbench.screenshot(`experiments-theme-${theme.replaceAll(" ", "-")}`);
      expect(await axeFaults(tab.frame)).toEqual([]);
    },
  );

  it("are renamed and tagged with the keyboard", async () => {
    await tab.table.focus();
    await tab.press("ControlOrMeta+Home", "ArrowRight", "ArrowRight", "F2");
    await tab.type("fast adam");
    await tab.press("Enter");
    await expect.poll(async () => (await tab.names())[0]).toBe("fast adam");
    expect(labelsOf("fast adam")).toMatchObject({ name: "fast adam" });

    // The other runs, selected with Shift, get a tag from the menu.
    await tab.press("ArrowDown", " ", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+F10");
    await tab.frame.getByRole("menuitem", { name: "Tags…" }).press("Enter");
    await workbench.page.keyboard.type("sgd runs");
    await tab.press("Enter", "Escape");
    await expect.poll(() => tab.frame.locator(".tag", { hasText: "sgd runs" }).count()).toBe(4);
    await tab.press("Escape");
  });

  it("are filtered, with the wrong word of a filter marked", async () => {
    await tab.filter("lr>0.05 -optimizer:adam");
    await expect.poll(() => tab.lines.count()).toBe(1);
    await tab.filter("lr>0.05 hue:red");
    await expect.poll(() => tab.frame.locator(".filter-error mark").textContent()).toBe("hue");
    // Until it is right, the filter before stays in force.
    expect(await tab.lines.count()).toBe(1);
    await tab.filter("");
    await expect.poll(() => tab.lines.count()).toBe(5);
  });

  it("are grouped by everything but the seed, with mean and deviation", async () => {
    await tab.frame.getByLabel("Group by").selectOption("seed");
    const heading = tab.frame.locator(".group-line", { hasText: "n = 3" });
    await heading.getByText(/\d+\.\d% ± /).waitFor();
    expect(await tab.frame.locator(".group-line").count()).toBe(3);
    await workbench.screenshot("experiments-2-groups");
    await heading.click();
    await expect.poll(() => tab.lines.count()).toBe(2);
    await tab.frame.getByLabel("Group by").selectOption("");
  });

  it("are compared in what differs", async () => {
    const [, second = ""] = await tab.names();
    await tab.line("fast adam").getByRole("rowheader").click();
    await tab
      .line(second)
      .getByRole("rowheader")
      .click({ modifiers: ["ControlOrMeta"] });
    await tab.frame.getByRole("button", { name: "Compare 2 Runs" }).click();
    const panel = tab.frame.getByRole("region", { name: "Comparison" });
    const labels = await panel.locator("tbody th").allTextContents();
    expect(labels).toContain("Optimizer");
    expect(labels).not.toContain("Learning rate");
    await panel.getByRole("button", { name: "Make Baseline" }).last().click();
    await panel.locator(".delta").first().waitFor();
    await workbench.screenshot("experiments-3-comparison");
    await panel.getByRole("button", { name: "Close the comparison" }).click();
  });

  it("have another colour when the user chooses one", async () => {
    const stroke = tab.line("fast adam").locator(".run-swatch");
    await tab.line("fast adam").getByRole("rowheader").click();
    await tab.choose("fast adam", "Star");
    await expect.poll(() => labelsOf("fast adam").starred).toBe(true);
    await tab.line("fast adam").getByRole("rowheader").click({ button: "right" });
    await workbench.screenshot("experiments-menu");
    await tab.frame.getByRole("menuitemradio", { name: "Colour 6" }).click();
    await expect.poll(() => labelsOf("fast adam").color).toBe(5);
    await expect.poll(() => stroke.getAttribute("style")).toContain("--fr-run-5");
    const live = await workbench.dashboard("panel");
    await expect
      .poll(() => live.frame.locator("h1 .run-swatch").getAttribute("style"))
      .toContain("--fr-run-5");
    expect(await live.frame.evaluate(() => document.body.dataset.runColour)).toBe("5");
  });

  it("are deleted into the trash, and come back with Undo", async () => {
    await tab.line("fast adam").getByRole("rowheader").click();
    await tab.press("Delete");
    await expect.poll(() => tab.lines.count()).toBe(4);
    expect(labelsOf("fast adam")).toBeUndefined();
    await workbench.answer("The run fast adam is in the trash.", "Undo");
    await expect.poll(() => tab.lines.count()).toBe(5);
    expect(labelsOf("fast adam")).toMatchObject({ name: "fast adam" });
  });

  it("give their settings back, which can be undone", async () => {
    const settings = () => readFileSync(join(workbench.folder, ".vscode/settings.json"), "utf8");
    const before = JSON.parse(settings());
    await tab.choose("fast adam", "Make Baseline");
    const [, , , , first = ""] = await tab.names();
    await tab.choose(first, "Use These Settings");
    await expect.poll(() => JSON.parse(settings())["fittingRoom.hyperparameters.learningRate"]).toBe(0.01);
    await workbench.answer("now.", "Undo");
    await expect
      .poll(() => JSON.parse(settings())["fittingRoom.hyperparameters.learningRate"])
      .toBe(before["fittingRoom.hyperparameters.learningRate"]);
  });

  it("change when a terminal changes them", async () => {
    const [run] = RecordedRun.all(workbench.folder);
    const { finished } = startCli(["tag", run!.folder, "--add", "from-terminal"], workbench.folder);
    await finished;
    await tab.frame.locator(".tag", { hasText: "from-terminal" }).waitFor();
    const other = startCli([...trainSample, "--epochs", "1", "--name", "by terminal"], workbench.folder);
    expect((await other.finished).code).toBe(0);
    await tab.line("by terminal").waitFor();
  });

  it("are trained again, several times with seeds of their own", async () => {
    const before = RecordedRun.all(workbench.folder).length;
    await tab.choose("by terminal", "Train Again…");
    await workbench.page
      .locator(".quick-input-list .monaco-list-row", { hasText: "With another seed" })
      .click();
    const input = workbench.page.locator(".quick-input-widget input.input");
    await workbench.page.getByText("Number of trainings, each with a seed of its own").waitFor();
    await input.fill("0");
    await workbench.page.getByText("must be a whole number of at least 1").waitFor();
    await input.fill("2");
    await workbench.page.keyboard.press("Enter");
    await workbench.until(async () => {
      const runs = RecordedRun.all(workbench.folder).slice(before);
      return runs.length === 2 && runs.every((run) => run.events().at(-1)?.type === "ended");
    });
    const seeds = RecordedRun.all(workbench.folder)
      .slice(before)
      .map((run) => foldEvents(run.events()).config?.seed);
    expect(new Set([...seeds, 42]).size).toBe(3);
    await expect.poll(() => tab.lines.count()).toBe(before + 2);
  });

  it("are all still there after a reload, with the baseline, the sorting and the columns", async () => {
    await tab.frame.getByRole("columnheader", { name: "Best test accuracy" }).click();
    const names = await tab.names();
    await workbench.reload();
    tab = await experiments();
    await expect.poll(() => tab.names()).toEqual(names);
    expect(await tab.line("fast adam").locator(".badge", { hasText: "baseline" }).count()).toBe(1);
    await workbench.screenshot("experiments-4-reloaded");
  });
});

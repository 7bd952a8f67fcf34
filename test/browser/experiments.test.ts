import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { foldEvents } from "../../src/runs/applyEvent";
import { localTimeOf } from "../../src/runs/localTime";
import { runPalette } from "../../src/runs/runPalette";
import { startCli, trainSample } from "../integration/cli/runCli";
import { axeFaults } from "./axeFaults";
import type { Dashboard } from "./Dashboard";
import { ExperimentsTab } from "./ExperimentsTab";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

const quick = {
  "fittingRoom.dataset.name": "sample",
  "fittingRoom.hyperparameters.epochs": 1,
  "fittingRoom.hyperparameters.hiddenLayers": [8],
};
/** The settings of five trainings. The first three differ by their seeds alone. */
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

/** A time zone in which no clock shows the time that the clock of these tests shows. */
const elsewhere = new Date().getTimezoneOffset() === -540 ? "America/Lima" : "Asia/Seoul";

describe("Five runs in the Experiments view", () => {
  let workbench: Workbench;
  let live: Dashboard;
  let tab: ExperimentsTab;
  beforeAll(async () => {
    workbench = await openWorkbench({ settings: quick });
    await workbench.openSidePanel(300);
    live = await workbench.dashboard("panel");
    for (const [index, given] of trainings.entries()) {
      const entries = Object.entries(given).map(([name, value]) => [
        `fittingRoom.hyperparameters.${name}`,
        value,
      ]);
      await workbench.restoreSettings(Object.fromEntries(entries));
      await live.click("Train FashionMNIST");
      await workbench.until(async () => RecordedRun.all(workbench.folder).length === index + 1);
      await untilFinished();
      await workbench.untilListed(index + 1);
    }
    // The user's machine is in another time zone than the extension host, as in a remote window.
    const session = await workbench.page.context().newCDPSession(workbench.page);
    await session.send("Emulation.setTimezoneOverride", { timezoneId: elsewhere });
    await workbench.runCommand("Fitting Room: Open Experiments");
    tab = await experiments();
  });
  afterAll(() => workbench?.close());

  async function experiments(): Promise<ExperimentsTab> {
    const frame = await workbench.frame("body[data-fitting-room-view=experiments][data-runs]", "editor");
    return new ExperimentsTab(frame, workbench.page);
  }
  /** Waits until the newest run is on display and has finished. Until then, another finished run may be on display. */
  const untilFinished = () =>
    workbench.until(async () => {
      const { status, runId } = await live.data();
      return status === "finished" && runId === basename(RecordedRun.all(workbench.folder).at(-1)!.folder);
    });
  const labelsOf = (name: string) => {
    const run = RecordedRun.all(workbench.folder).find(({ folder }) => {
      const path = join(folder, "labels.json");
      return existsSync(path) && JSON.parse(readFileSync(path, "utf8")).name === name;
    });
    return run && JSON.parse(readFileSync(join(run.folder, "labels.json"), "utf8"));
  };

  it("are listed by their names of two words, newest first, with the hyperparameters that differ", async () => {
    await expect.poll(() => tab.lines.count()).toBe(5);
    const names = await tab.names();
    expect(new Set(names).size).toBe(5);
    for (const name of names) expect(name).toMatch(/^[a-z]+-[a-z]+$/);
    await expect.poll(() => tab.cell(names[0]!, "optimizer")).toBe("Adam");
    await expect.poll(() => tab.cell(names[4]!, "learningRate")).toBe("0.01");
    await expect.poll(() => tab.frame.getByRole("columnheader", { name: "Batch size" }).count()).toBe(0);
    await workbench.screenshot("experiments-1-table");
  });

  it.each(Object.keys(themeKinds))(
    "have a colour each in table and tree, and the view has no fault that axe reports, in %s",
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
        await expect
          .poll(() => tab.line(name).locator(".run-swatch").getAttribute("style"))
          .toContain(`run-${index})`);
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
    const tagged = tab.frame.locator(".tag", { hasText: "sgd runs" });
    await expect.poll(() => tagged.count()).toBe(4);
    await tab.press("ControlOrMeta+z");
    await expect.poll(() => tagged.count()).toBe(0);
    await tab.press("Escape");
  });

  it("do not get the name of another run: the text stays in the editor, with the reason", async () => {
    const [, second = ""] = await tab.names();
    await tab.line(second).getByRole("rowheader").click();
    await tab.press("F2");
    await tab.type("fast adam");
    await tab.press("Enter");
    await tab.frame.getByText("Another run has this name or id.").waitFor();
    await workbench.screenshot("experiments-name");
    await expect.poll(() => tab.frame.locator(".cell-editor").inputValue()).toBe("fast adam");
    await tab.press("Escape");
    await expect.poll(async () => (await tab.names())[1]).toBe(second);
  });

  it("can be drawn all, none or one alone", async () => {
    const drawn = tab.frame.getByRole("gridcell", { name: "drawn", exact: true });
    const header = tab.frame.getByRole("columnheader", { name: "Drawn in the charts" });
    await header.click();
    await expect.poll(() => drawn.count()).toBe(0);
    await header.click();
    await expect.poll(() => drawn.count()).toBe(5);
    await tab.choose("fast adam", "Draw Only This Run");
    await expect.poll(() => drawn.count()).toBe(1);
    await header.click();
    await expect.poll(() => drawn.count()).toBe(5);
  });

  it("are filtered, with the wrong word of a filter marked", async () => {
    const names = await tab.names();
    await tab.filter("lr>0.05 -optimizer:adam");
    await expect.poll(() => tab.lines.count()).toBe(1);
    await tab.filter("lr>0.05 hue:red");
    await expect.poll(() => tab.frame.locator(".filter-error mark").textContent()).toBe("hue");
    // While the filter has an error, the last filter without one applies.
    await expect.poll(() => tab.lines.count()).toBe(1);
    await tab.filter("lr > 0.05 OR acc>1");
    await expect.poll(() => tab.frame.locator(".filter-error mark").textContent()).toBe("OR");
    // A filter that is only the beginning of a column's name leaves no run out. Tab takes the only completion.
    await tab.filter("");
    await tab.frame.getByRole("combobox", { name: "Filter runs" }).pressSequentially("weight-d");
    await expect.poll(() => tab.lines.count()).toBe(5);
    await workbench.screenshot("experiments-filter");
    await tab.press("Tab");
    const field = tab.frame.getByRole("combobox", { name: "Filter runs" });
    await expect.poll(() => field.inputValue()).toBe("weight-decay>");
    await tab.filter("nobody");
    await tab.frame.getByText("No run matches the filter.").waitFor();
    // The view states how many runs a word with a minus leaves out. If the word leaves out no run but is a value of a
    // column, the view suggests a filter with that column.
    const [, second = ""] = names;
    await tab.filter(`-${second}`);
    await expect.poll(() => tab.lines.count()).toBe(4);
    const summary = () => tab.summary.textContent();
    await expect.poll(summary).toContain(`4 of 5 runs · -${second} leaves out 1 run`);
    await tab.filter("-nobody");
    await expect.poll(summary).toContain("5 runs · -nobody leaves out no run");
    await tab.filter("-continue");
    await tab.frame.getByRole("alert").getByText("Did you mean -on-divergence:continue?").waitFor();
    await workbench.screenshot("experiments-filter-minus");
    await tab.filter("-adam");
    await expect.poll(summary).toContain("4 of 5 runs · -adam leaves out 1 run");
    await tab.filter("");
    await expect.poll(() => tab.lines.count()).toBe(5);
  });

  it("have the times at which they began in the time zone of the extension host, as elsewhere", async () => {
    const run = RecordedRun.all(workbench.folder).at(-1)!;
    const { startedAt = "" } = foldEvents(run.events());
    expect(await tab.cell(run.name(), "started")).toBe(localTimeOf(startedAt));
  });

  it("are grouped by everything but the seed, with mean and deviation", async () => {
    await tab.frame.getByLabel("Group by").selectOption("sameButForSeed");
    const heading = tab.frame.locator(".group-line", { hasText: "n = 3" });
    await heading
      .getByText(/\d+\.\d% ± /)
      .last()
      .waitFor();
    await expect.poll(() => tab.frame.locator(".group-line").count()).toBe(3);
    await workbench.screenshot("experiments-2-groups");
    await heading.click();
    await expect.poll(() => tab.lines.count()).toBe(2);
    await tab.frame.getByLabel("Group by").selectOption("");
  });

  it("are compared by their figures and the hyperparameters that differ", async () => {
    const [, second = ""] = await tab.names();
    await tab.line("fast adam").getByRole("rowheader").click();
    await tab
      .line(second)
      .getByRole("rowheader")
      .click({ modifiers: ["ControlOrMeta"] });
    await tab.frame.getByRole("button", { name: "Compare 2 Runs" }).click();
    const panel = tab.frame.getByRole("region", { name: "Comparison" });
    await expect
      .poll(async () => (await panel.locator("tbody th").allTextContents())[0])
      .toBe("Test accuracy, best epoch");
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
    const colour = tab.frame.getByRole("menuitemradio", { name: "Colour 6" });
    await tab.openMenu(tab.line("fast adam"), colour);
    await workbench.screenshot("experiments-menu");
    // The menu has five groups: four of actions, one of colours.
    await expect.poll(() => tab.frame.getByRole("menu").getByRole("separator").count()).toBe(4);
    await colour.click();
    await expect.poll(() => labelsOf("fast adam").color).toBe(5);
    await expect.poll(() => stroke.getAttribute("style")).toContain("--fr-run-5");
    live = await workbench.dashboard("panel");
    await expect
      .poll(() => live.frame.locator("h1 .run-swatch").getAttribute("style"))
      .toContain("--fr-run-5");
    expect(await live.frame.evaluate(() => document.body.dataset.runColour)).toBe("5");
  });

  it("have the baseline as the first row, whatever the order, the filter and the groups are", async () => {
    const names = await tab.names();
    const oldest = names.at(-1)!;
    await tab.choose(oldest, "Make Baseline");
    await expect.poll(async () => (await tab.names())[0]).toBe(oldest);
    const first = tab.frame.getByRole("row").nth(1);
    await expect.poll(() => first.getAttribute("aria-rowindex")).toBe("2");
    await expect
      .poll(() => first.getByRole("rowheader").innerText())
      .toMatch(new RegExp(`^${oldest}.*baseline$`, "s"));
    const accuracy = tab.frame.getByRole("columnheader", { name: "Test accuracy, best epoch" });
    for (const _ of ["best first", "worst first"]) {
      await accuracy.click();
      await expect.poll(async () => (await tab.names())[0]).toBe(oldest);
      await expect.poll(() => tab.lines.count()).toBe(5);
    }
    await accuracy.click();
    // All figures of the column, also the baseline's, end at the same x position, also in a narrow table.
    await workbench.widened(700, async () => {
      const figures = () =>
        tab.frame.evaluate(() =>
          [...document.querySelectorAll(".lines .of-accuracy")].map((cell) => {
            const text = document.createRange();
            text.selectNodeContents(cell.firstChild!);
            const { right } = text.getBoundingClientRect();
            return right < document.documentElement.clientWidth ? Math.round(right) : Number.NaN;
          }),
        );
      const spread = async () => {
        const ends = await figures();
        return Math.max(...ends) - Math.min(...ends);
      };
      await expect.poll(spread).toBeLessThanOrEqual(1);
      await workbench.screenshot("experiments-baseline-700");
    });
    await tab.filter("optimizer:adam");
    await expect.poll(() => tab.names()).toEqual([oldest, "fast adam"]);
    await expect.poll(() => tab.summary.textContent()).toContain("1 of 5 runs · the baseline is shown, too");
    // Selecting all runs does not select the baseline, which the filter leaves out.
    await tab.table.focus();
    await tab.press("ControlOrMeta+a");
    await expect
      .poll(() => tab.frame.locator(".line.selected .run-name").allTextContents())
      .toEqual(["fast adam"]);
    await tab.press("Escape");
    await tab.filter("");
    await tab.frame.getByLabel("Group by").selectOption("sameButForSeed");
    await expect.poll(() => tab.frame.locator(".group-line").count()).toBe(3);
    await expect.poll(() => tab.line(oldest).count()).toBe(2);
    await workbench.screenshot("experiments-baseline-groups");
    await tab.table.focus();
    await tab.press("ControlOrMeta+Home", "ArrowRight", "ArrowRight", "F2");
    await expect.poll(() => tab.frame.locator(".cell-editor").count()).toBe(1);
    await tab.press("Escape");
    await tab.frame.getByLabel("Group by").selectOption("");
    await expect.poll(() => tab.lines.count()).toBe(5);
    await workbench.screenshot("experiments-baseline");
    expect(await axeFaults(tab.frame)).toEqual([]);
  });

  it("are deleted into the trash, and come back with Undo", async () => {
    await tab.line("fast adam").getByRole("rowheader").click();
    await tab.press("Delete");
    await expect.poll(() => tab.lines.count()).toBe(4);
    expect(labelsOf("fast adam")).toBeUndefined();
    // A notification reports the deletion, so the view does not report it, too.
    await workbench.until(async () => (await tab.summary.textContent())?.startsWith("4 runs"));
    expect(await tab.summary.textContent()).not.toContain("no longer");
    await workbench.answer("The run fast adam is in the trash.", "Undo");
    await expect.poll(() => tab.lines.count()).toBe(5);
    expect(labelsOf("fast adam")).toMatchObject({ name: "fast adam" });
  });

  it("can put their hyperparameters into the settings, which can be undone", async () => {
    const settings = () => readFileSync(join(workbench.folder, ".vscode/settings.json"), "utf8");
    const before = JSON.parse(settings());
    await tab.choose("fast adam", "Make Baseline");
    const first = (await tab.names()).at(-1)!;
    await tab.choose(first, "Use These Settings");
    await expect.poll(() => JSON.parse(settings())["fittingRoom.hyperparameters.learningRate"]).toBe(0.01);
    await workbench.answer("now.", "Undo");
    await expect
      .poll(() => JSON.parse(settings())["fittingRoom.hyperparameters.learningRate"])
      .toBe(before["fittingRoom.hyperparameters.learningRate"]);
  });

  it("are copied as a Markdown table, and as a command that runs the installed extension's program", async () => {
    await tab.choose("fast adam", "Export…");
    await tab.frame.getByRole("menuitem", { name: "Copy Table as Markdown" }).click();
    await expect.poll(() => tab.frame.getByRole("menu").count()).toBe(0);
    await workbench.page.locator(".statusbar", { hasText: /\d+ lines copied/ }).waitFor();
    await tab.choose("fast adam", "Copy as Command");
    const command = await workbench.until(async () =>
      (await workbench.notifications()).find((text) => text.startsWith("Copied: node ")),
    );
    const [, program = ""] =
      /^Copied: node (\/\S+\/dist\/cli\.js) train .*--optimizer adam/.exec(command) ?? [];
    expect(existsSync(program), command).toBe(true);
  });

  it("show what a terminal changes, also while the user edits a name", async () => {
    const [run] = RecordedRun.all(workbench.folder);
    const name = JSON.parse(readFileSync(join(run!.folder, "labels.json"), "utf8")).name;
    await tab.line(name).getByRole("rowheader").click();
    await tab.press("F2");
    await tab.type("mine");
    await startCli(["rename", run!.folder, "theirs"], workbench.folder).finished;
    await tab.frame.getByText("Changed elsewhere to: theirs.").waitFor();
    expect(labelsOf("theirs")).toBeDefined();
    await tab.press("Enter");
    await expect.poll(() => labelsOf("mine")).toBeDefined();
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
    const input = workbench.question;
    await workbench.page.getByText("Number of trainings, each with a seed of its own").waitFor();
    await input.fill("0");
    await workbench.page.getByText("must be a whole number of at least 1").waitFor();
    await workbench.enter("2");
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

  it("are trained again, the selected ones one after the other", async () => {
    const before = RecordedRun.all(workbench.folder).length;
    const [first, second] = RecordedRun.all(workbench.folder);
    const chosen = [first!, second!].map((run) => foldEvents(run.events()).config!);
    await tab.frame.getByLabel("Group by").selectOption("");
    const all = await tab.names();
    const [older = "", newer = ""] = [all.at(-1), all.at(-2)];
    await tab.line(newer).getByRole("rowheader").click();
    await tab
      .line(older)
      .getByRole("rowheader")
      .click({ modifiers: ["ControlOrMeta"] });
    await tab.choose(older, "Train 2 Runs Again…");
    await workbench.page
      .locator(".quick-input-list .monaco-list-row", { hasText: "With the same seeds" })
      .click();
    await workbench.until(async () => {
      const runs = RecordedRun.all(workbench.folder).slice(before);
      return runs.length === 2 && runs.every((run) => run.events().at(-1)?.type === "ended");
    });
    const configs = RecordedRun.all(workbench.folder)
      .slice(before)
      .map((run) => foldEvents(run.events()).config);
    expect(configs).toEqual([chosen[1], chosen[0]]);
    await expect.poll(() => tab.lines.count()).toBe(before + 2);
  });

  it("have the network that the settings choose, and a fork can have another schedule", async () => {
    live = await workbench.dashboard("panel");
    const before = RecordedRun.all(workbench.folder).length;
    await workbench.restoreSettings({ "fittingRoom.model": "lenet5" });
    await workbench.until(async () => (await live.setting("Model")) === "LeNet-5");
    await workbench.screenshot("experiments-5-chips");
    await live.click("Train FashionMNIST");
    await expect.poll(() => tab.lines.count()).toBe(before + 1);
    await untilFinished();

    await workbench.restoreSettings({
      "fittingRoom.model": "lenet5",
      "fittingRoom.hyperparameters.epochs": 3,
      "fittingRoom.hyperparameters.schedule": "StepLR",
      "fittingRoom.hyperparameters.stepSize": 1,
    });
    await workbench.until(async () => (await live.setting("Schedule")) === "StepLR");
    await workbench.runCommand("Fitting Room: Fork Run…");
    const widget = workbench.page.locator(".quick-input-widget");
    await widget.locator('input.input[placeholder*="StepLR, step size 1, gamma 0.1"]').waitFor();
    await workbench.screenshot("experiments-6-fork");
    await widget.locator(".monaco-list-row", { hasText: "the newest" }).click();
    await expect.poll(() => tab.lines.count()).toBe(before + 2);
    await untilFinished();
    const fork = foldEvents(RecordedRun.all(workbench.folder).at(-1)!.events());
    expect(fork).toMatchObject({ epoch: 3, config: { model: { kind: "lenet5" } } });
    expect(new Set(fork.learningRates.slice(fork.parent!.step))).toEqual(new Set([0.001, 0.001 * 0.1]));

    const names = await tab.names();
    // The first row is the baseline, and the newest run follows.
    const [forked = "", tutorial = ""] = [names[1], names.at(-1)];
    await expect.poll(() => tab.cell(forked, "model-kind")).toBe("LeNet-5");
    await tab.line(forked).getByRole("rowheader").click();
    await tab
      .line(tutorial)
      .getByRole("rowheader")
      .click({ modifiers: ["ControlOrMeta"] });
    await tab.frame.getByRole("button", { name: "Compare 2 Runs" }).click();
    const panel = tab.frame.getByRole("region", { name: "Comparison" });
    await expect
      .poll(() => panel.locator("tbody th").allTextContents())
      .toEqual(expect.arrayContaining(["Model", "Schedule"]));
    await workbench.screenshot("experiments-7-networks");
    await panel.getByRole("button", { name: "Close the comparison" }).click();
  });

  it("can be trained with a preset, whose hyperparameters the settings have until Undo", async () => {
    live = await workbench.dashboard("panel");
    const before = RecordedRun.all(workbench.folder).length;
    await workbench.restoreSettings({});
    await workbench.until(async () => (await live.setting("Model")) === "MLP");
    await workbench.runCommand("Fitting Room: Train with a Preset…");
    const preset = workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: "Fast to 90 %" });
    await preset.waitFor();
    await workbench.screenshot("experiments-8-presets");
    await preset.click();
    // The training has the hyperparameters that the settings had when it began.
    await workbench.until(async () => RecordedRun.all(workbench.folder).length === before + 1);
    await expect.poll(() => live.setting("Model")).toBe("LeNet-5");
    await workbench.answer("of the preset Fast to 90 % now.", "Undo");
    await workbench.until(async () => (await live.setting("Model")) === "MLP");
    await expect.poll(() => live.setting("Epochs")).toBe("1");
    const trained = await workbench.until(async () => {
      const [run] = RecordedRun.all(workbench.folder).slice(before);
      return run?.events().at(-1)?.type === "ended" && run;
    });
    const { config } = foldEvents(trained.events());
    expect(config).toMatchObject({
      dataset: { name: "sample" },
      model: { kind: "lenet5" },
      schedule: { name: "OneCycleLR" },
      epochs: 6,
    });
  });

  it("are all still there after a reload, with the baseline, the sorting and the columns", async () => {
    // The order may change with each epoch of a run.
    const newest = RecordedRun.all(workbench.folder).at(-1)!.name();
    await expect.poll(() => tab.cell(newest, "status")).toMatch(/finished/i);
    await tab.frame.getByRole("columnheader", { name: "Test accuracy, best epoch" }).click();
    const names = await tab.names();
    await workbench.reload();
    tab = await experiments();
    await expect.poll(() => tab.names()).toEqual(names);
    await expect.poll(() => tab.line("fast adam").locator(".badge", { hasText: "baseline" }).count()).toBe(1);
    await workbench.screenshot("experiments-4-reloaded");
  });
});

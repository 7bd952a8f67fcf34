import { mkdirSync } from "node:fs";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/runs/RunEvent";
import { ended, RunFolder } from "../unit/host/runFolder";
import { config, dataset, epochEnd, started, steps } from "../unit/runs/exampleEvents";
import { axeFaults } from "./axeFaults";
import { ExperimentsTab } from "./ExperimentsTab";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

/** Number of steps in an epoch. */
const perEpoch = 100;
const epochs = [1, 2, 3];

const lossAt = (rate: number, step: number) =>
  2.3 * Math.exp(-rate * step) + 0.1 * Math.sin(step * (1 + rate));

function trained(rate: number, first = 1): RunEvent[] {
  return epochs
    .filter((epoch) => epoch >= first)
    .flatMap((epoch): RunEvent[] => {
      const begin = (epoch - 1) * perEpoch;
      const losses = Array.from({ length: perEpoch }, (_, index) => lossAt(rate, begin + index));
      return [
        steps(epoch, begin, losses, epoch * 2),
        {
          ...epochEnd(epoch, 0.5 + epoch / 10 + rate, epoch * 2 + 0.5),
          steps: perEpoch,
          testLoss: 1 - rate * epoch * 10,
        },
      ];
    });
}

/** Writes six runs: four ordinary ones, two of which differ only in their seeds; one that diverges; one fork. */
function fill(folder: string): void {
  const runs = RecordedRun.runsFolder(folder);
  mkdirSync(runs, { recursive: true });
  const data = {
    ...(dataset as Extract<RunEvent, { type: "dataset" }>),
    stepsPerEpoch: perEpoch,
    trainSamples: perEpoch * config.batchSize,
  };
  const settings = [
    { learningRate: 0.1, seed: 1 },
    { learningRate: 0.01, seed: 1 },
    { learningRate: 0.001, seed: 1 },
    { learningRate: 0.001, seed: 2 },
  ];
  for (const [index, given] of settings.entries())
    new RunFolder(runs, `run-${index + 1}`, index + 1).append(
      { ...started, config: { ...config, ...given } },
      data,
      ...trained(0.002 + index / 200),
      ended,
    );
  const diverging = trained(0).map((event) =>
    event.type === "steps"
      ? { ...event, losses: event.losses.map((_, index) => 2.3 * 1.2 ** (event.firstStep + index)) }
      : { ...event, testLoss: 1e20 },
  );
  new RunFolder(runs, "run-wild", 8).append(
    { ...started, config: { ...config, learningRate: 10, seed: 1 } },
    data,
    ...(diverging as RunEvent[]),
    {
      type: "diagnosis",
      rule: "learningRateTooHigh",
      epoch: 2,
      step: 2 * perEpoch,
      figures: { rate: 10, before: 2.3, highest: 1e20 },
      seconds: 5,
    },
    ended,
  );
  const parent = { id: "run-1", name: "Run run-1", checkpoint: "checkpoints/a", epoch: 1, step: perEpoch };
  const [first, epoch] = trained(0.002) as [
    Extract<RunEvent, { type: "steps" }>,
    Extract<RunEvent, { type: "epoch" }>,
  ];
  new RunFolder(runs, "run-fork", 9).append(
    { ...started, config: { ...config, learningRate: 0.1, seed: 1 }, parent },
    { type: "inherited", firstStep: 0, losses: first.losses, epochs: [epoch] },
    data,
    ...trained(0.02, 2),
    ended,
  );
}

describe("The charts of the Experiments view", () => {
  let workbench: Workbench;
  let tab: ExperimentsTab;
  beforeAll(async () => {
    workbench = await openWorkbench({ settings: {}, fill });
    await workbench.runCommand("Fitting Room: Open Experiments");
    tab = await experiments();
  });
  afterAll(() => workbench?.close());

  async function experiments(): Promise<ExperimentsTab> {
    const selector = 'body[data-fitting-room-view=experiments][data-runs="6"]';
    return new ExperimentsTab(await workbench.frame(selector, "editor"), workbench.page);
  }

  const chart = (title: string) =>
    tab.frame.locator(".runs-chart", { has: tab.frame.getByRole("heading", { name: title, exact: true }) });
  const plot = (title: string) => chart(title).locator(".plot");
  /** The names of the selected rows of the table. */
  const selected = () => tab.frame.locator(".line.selected .run-name").allTextContents();
  const titles = () => tab.frame.locator(".runs-chart h2").allTextContents();
  /** The first and the last visible value of a chart's x axis. */
  const range = async (title: string) => {
    const read = async (name: string) => Number(await plot(title).getAttribute(name));
    return [await read("aria-valuemin"), await read("aria-valuemax")] as const;
  };
  const span = async (title: string) => {
    const [from, to] = await range(title);
    return to - from;
  };
  /** Waits until two charts show the same part of the x axis. */
  const untilLinked = () =>
    workbench.until(async () => {
      const [one, other] = [await range("Training loss"), await range("Test loss")];
      return one.join() === other.join();
    });

  const readout = () => tab.frame.locator(".runs-readout");

  it("fill each row, and no control above the charts or the table is cut off, at every width", async () => {
    const look = () =>
      tab.frame.evaluate(() => {
        const places = [...document.querySelectorAll(".chart-place")].map((one) =>
          one.getBoundingClientRect(),
        );
        const { right } = document.querySelector(".charts")!.getBoundingClientRect();
        const rows = new Map<number, number>();
        for (const place of places) rows.set(place.top, Math.max(rows.get(place.top) ?? 0, place.right));
        const context = document.createElement("canvas").getContext("2d")!;
        const cut = [...document.querySelectorAll("select")].filter((select) => {
          const { font, paddingLeft, paddingRight } = getComputedStyle(select);
          context.font = font;
          const text = context.measureText(select.selectedOptions[0]!.text).width;
          // The arrow of a select element takes 16 px of its width.
          return (
            select.clientWidth < text + Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight) + 16
          );
        });
        const outside = [...document.querySelectorAll(".table-toolbar *, .charts-toolbar *")].filter(
          (one) => one.getBoundingClientRect().right > document.documentElement.clientWidth,
        );
        return {
          gaps: [...rows.values()].map((end) => Math.round(right - end)).filter((gap) => gap > 1),
          cut: cut.map((select) => select.selectedOptions[0]!.text),
          outside: outside.map(({ className }) => className),
        };
      });
    await tab.frame.getByLabel("Group by").selectOption("sameButForSeed");
    for (const theme of ["Light Modern", "Dark Modern"]) {
      await workbench.configure({ "workbench.colorTheme": theme });
      for (const width of [700, 1000, 1280, 1400]) {
        await workbench.widened(width, async () => {
          await expect.poll(look).toEqual({ gaps: [], cut: [], outside: [] });
          await workbench.screenshot(`charts-width-${width}-${theme.split(" ")[0]}`);
        });
      }
    }
    await tab.frame.getByLabel("Group by").selectOption("");
  });

  it("are those that the user chooses, in the order to which the user drags them", async () => {
    await expect.poll(titles).toEqual(["Training loss", "Test loss", "Test accuracy"]);
    await expect.poll(() => span("Training loss")).toBeGreaterThan(290);
    await tab.frame.getByRole("button", { name: "Choose charts" }).click();
    await tab.frame.getByRole("menuitemcheckbox", { name: "Learning rate" }).click();
    await expect.poll(async () => (await titles()).at(-1)).toBe("Learning rate");
    await chart("Test loss").getByRole("heading").dragTo(chart("Training loss").getByRole("heading"));
    await expect.poll(async () => (await titles()).slice(0, 2)).toEqual(["Test loss", "Training loss"]);
  });

  it("are zoomed together by a drag, and with Ctrl and the wheel, until a double click", async () => {
    const box = (await plot("Training loss").boundingBox())!;
    const [left, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await workbench.page.mouse.move(left, y);
    await readout().waitFor();
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(left + 90, y + 3, { steps: 4 });
    await expect.poll(() => readout().count()).toBe(0);
    await workbench.screenshot("charts-dragged");
    await workbench.page.mouse.up();
    await expect.poll(() => span("Training loss")).toBeLessThan(90);
    await untilLinked();
    expect(await tab.frame.evaluate(() => String(getSelection()))).toBe("");
    const before = await span("Training loss");
    await workbench.page.mouse.move(left, y);
    await workbench.page.keyboard.down("Control");
    await workbench.page.mouse.wheel(0, -100);
    await workbench.page.keyboard.up("Control");
    await expect.poll(() => span("Training loss")).toBeLessThan(before);
    await untilLinked();
    await workbench.page.mouse.dblclick(left, y);
    await expect.poll(() => span("Training loss")).toBeGreaterThan(290);
    await untilLinked();
  });

  it("zoom the y axis alone by a drag upwards, and select no line by a double click", async () => {
    const box = (await plot("Training loss").boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const before = await range("Training loss");
    await workbench.page.mouse.move(x, y);
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(x + 2, y - 35, { steps: 4 });
    await workbench.screenshot("charts-dragged-up");
    await workbench.page.mouse.up();
    await expect.poll(() => range("Training loss")).toEqual(before);
    await workbench.page.mouse.dblclick(x, y);
    await workbench.page.mouse.move(x + 5, y);
    await readout().waitFor();
    await expect.poll(() => selected()).toEqual([]);
  });

  it("leave out the losses of a run that diverges, until the user shows all values or sets limits", async () => {
    const beyond = (title: string) => chart(title).locator(".chart-menu > .link");
    await expect.poll(() => beyond("Training loss").allTextContents()).toEqual(["1 beyond the edge"]);
    await expect.poll(() => beyond("Test loss").allTextContents()).toEqual(["1 beyond the edge"]);
    await expect.poll(() => beyond("Test accuracy").count()).toBe(0);
    await workbench.screenshot("charts-beyond");
    // Charts that are zoomed to a part of both axes still state that the run is beyond the edge.
    const box = (await plot("Training loss").boundingBox())!;
    await workbench.page.mouse.move(box.x + box.width * 0.35, box.y + 30);
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(box.x + box.width * 0.6, box.y + 80, { steps: 4 });
    await workbench.page.mouse.up();
    await expect.poll(() => span("Training loss")).toBeLessThan(110);
    await expect.poll(() => plot("Test loss").getAttribute("aria-busy")).toBe("false");
    await expect.poll(() => plot("Training loss").getAttribute("aria-busy")).toBe("false");
    await workbench.screenshot("charts-beyond-zoomed");
    await expect.poll(() => beyond("Training loss").allTextContents()).toEqual(["1 beyond the edge"]);
    await expect.poll(() => beyond("Test loss").allTextContents()).toEqual(["1 beyond the edge"]);
    await workbench.page.mouse.dblclick(box.x + box.width / 2, box.y + 60);
    await expect.poll(() => span("Training loss")).toBeGreaterThan(290);
    await beyond("Training loss").click();
    await expect.poll(() => beyond("Training loss").count()).toBe(0);
    await workbench.screenshot("charts-all-values");
    const choose = async (item: string) => {
      await chart("Training loss").getByRole("button", { name: "Actions for the chart" }).click();
      await tab.frame.getByRole("menuitemradio", { name: item }).click();
    };
    await choose("Limits…");
    await tab.frame.locator(".limits-form input:focus").waitFor();
    await workbench.page.keyboard.type("2");
    await tab.press("Tab");
    await workbench.page.keyboard.type("1");
    await tab.frame.getByText("Limits are numbers").waitFor();
    await tab.type("3");
    await workbench.screenshot("charts-limits");
    await tab.press("Enter");
    await expect.poll(() => beyond("Training loss").allTextContents()).toEqual(["6 beyond the edge"]);
    await choose("Without Outliers");
    await expect.poll(() => beyond("Training loss").allTextContents()).toEqual(["1 beyond the edge"]);
  });

  it("can each be maximized to fill the view, until Escape", async () => {
    const before = (await plot("Test loss").boundingBox())!;
    await chart("Test loss").getByRole("button", { name: "Maximize" }).press("Enter");
    await expect.poll(async () => (await plot("Test loss").boundingBox())!.height).toBeGreaterThan(550);
    await expect.poll(() => tab.table.isVisible()).toBe(false);
    await expect.poll(() => plot("Training loss").isVisible()).toBe(false);
    await workbench.screenshot("charts-maximised");
    expect(await axeFaults(tab.frame)).toEqual([]);
    await tab.press("Escape");
    await expect.poll(() => plot("Test loss").boundingBox()).toEqual(before);
    await expect.poll(() => tab.lines.count()).toBe(6);
  });

  it("show the runs at the pointer, the nearest first, and select the row of a line that is clicked", async () => {
    const box = (await plot("Training loss").boundingBox())!;
    const x = box.x + box.width * 0.7;
    await tab.table.focus();
    await tab.press("Escape");
    await expect.poll(() => selected()).toEqual([]);
    const name = () => readout().locator("p:not(:first-child) .run-name").first().textContent();
    for (let y = box.y + 10; y < box.y + box.height - 40; y += 12) {
      await workbench.page.mouse.click(x, y);
      const [row] = await selected();
      if (row !== undefined) {
        // The readout follows the pointer with the next frame.
        await expect.poll(name).toBe(row);
        break;
      }
    }
    // The loss of run-1 falls most slowly, apart from run-wild, whose line is beyond the edge. The line of run-1 is
    // therefore the highest one in the chart.
    await expect.poll(() => selected()).toEqual(["Run run-1"]);
    await expect.poll(() => readout().locator("p:not(:first-child)").count()).toBe(6);
    await expect.poll(() => readout().locator("p").first().textContent()).toMatch(/^step 2\d\d\(smoothed\)$/);
  });

  it("have a sign at each diagnosis while few runs are drawn, and the keyboard reads it", async () => {
    const label = () => plot("Test accuracy").getAttribute("aria-label");
    expect(await label()).not.toContain("diagnosis");
    await tab.filter("lr>0.05");
    const diagnosis = "Run run-wild: diagnosis: learning rate too high";
    await expect.poll(label).toContain(`Marked: at step 200, ${diagnosis}.`);
    await plot("Test accuracy").focus();
    await tab.press("Home");
    await expect
      .poll(() => plot("Test accuracy").getAttribute("aria-valuetext"))
      .toMatch(/^step 100, (?!.*diagnosis)/);
    await tab.press("ArrowRight");
    await expect.poll(() => plot("Test accuracy").getAttribute("aria-valuetext")).toContain(`; ${diagnosis}`);
    await chart("Test accuracy").locator(".runs-readout .warning").getByText(diagnosis).waitFor();
    await workbench.screenshot("charts-diagnoses");
    expect(await axeFaults(tab.frame)).toEqual([]);
    await tab.filter("");
    await expect.poll(label).not.toContain("diagnosis");
  });

  it.each([
    ["epoch", [0, 3]],
    ["time", [0, 4.5]],
    ["samples", [0, 300 * config.batchSize]],
  ] as const)("can have the x axis %s", async (axis, [from, to]) => {
    await tab.frame.getByLabel("x axis").selectOption(axis);
    // The charts have a common x axis, which grows when one of the charts has received its lines.
    const rounded = async (title: string) =>
      (await range(title)).map((value) => Math.round(1000 * value) / 1000);
    await expect.poll(() => rounded("Training loss")).toEqual([from, to]);
    await expect.poll(() => rounded("Test loss")).toEqual([from, to]);
  });

  it("can have a logarithmic x axis, which begins at the first step", async () => {
    await tab.frame.getByLabel("x axis").selectOption("step");
    await tab.frame.getByText("Log x").click();
    await expect.poll(() => range("Training loss")).toEqual([1, 300]);
    await workbench.screenshot("charts-log");
    await tab.frame.getByText("Log x").click();
    await expect.poll(() => range("Training loss")).toEqual([0, 300]);
  });

  it("draw the means of groups, with a band that the legend names", async () => {
    const legend = chart("Training loss").locator(".runs-legend");
    const drawn = async () => [
      await legend.locator("button").allTextContents(),
      await plot("Training loss").getAttribute("data-points"),
    ];
    await expect.poll(() => plot("Training loss").getAttribute("aria-busy")).toBe("false");
    const before = await drawn();
    expect(before[0]).toHaveLength(6);
    await tab.frame.getByLabel("Group by").selectOption("sameButForSeed");
    await expect.poll(() => legend.textContent()).toContain("band: standard deviation");
    await expect
      .poll(() => legend.locator("button").allTextContents())
      .toEqual([
        "lr 0.1, fork after step 100 (mean of 1)",
        "lr 10 (mean of 1)",
        "lr 0.001 (mean of 2)",
        "lr 0.01 (mean of 1)",
        "lr 0.1 (mean of 1)",
      ]);
    const swatches = async (place: Locator) =>
      (
        await place.locator(".run-swatch").evaluateAll((all) => all.map((one) => one.getAttribute("style")))
      ).sort();
    const ofGroups = await swatches(legend);
    await expect.poll(() => swatches(tab.frame.locator(".group-line"))).toEqual(ofGroups);
    const heading = tab.frame.locator(".group-line", { hasText: "lr 0.01" });
    const own = await swatches(heading);
    await tab.frame.getByRole("columnheader", { name: "Test accuracy, best epoch" }).click();
    await tab.frame.getByRole("columnheader", { name: "Test accuracy, best epoch" }).click();
    await expect.poll(() => swatches(heading)).toEqual(own);
    await tab.frame.getByRole("columnheader", { name: "Test accuracy, best epoch" }).click();
    await tab.frame.getByLabel("Band").selectOption("interval");
    await expect.poll(() => legend.textContent()).toContain("band: 95 % interval of the mean");
    await workbench.screenshot("charts-groups");
    // The fork has no values of its own before the step at which it begins.
    await tab.frame.getByLabel("Group by").selectOption("learningRate");
    await expect.poll(() => legend.textContent()).toContain("faint: fewer runs");
    const box = (await plot("Training loss").boundingBox())!;
    const readAt = async (share: number) => {
      await workbench.page.mouse.move(box.x + box.width * share, box.y + 60);
      return (await readout().innerText()).replaceAll("\n", " ");
    };
    await expect.poll(() => readAt(0.25)).toContain("0.1 (mean of 1 of 2)");
    await workbench.screenshot("charts-fewer");
    await expect.poll(() => readAt(0.8)).toMatch(/ 0\.1 \(mean of 2\) [\d.]+ ± [\d.]+/);
    await workbench.page.mouse.move(box.x, box.y - 60);
    await tab.frame.getByLabel("Group by").selectOption("");
    await expect.poll(drawn).toEqual(before);
  });

  it("stay as they are, with the columns of the table, when the window is reloaded", async () => {
    const headers = () => tab.frame.getByRole("columnheader").locator(".label").allTextContents();
    await tab.frame.getByRole("columnheader", { name: "Test accuracy, best epoch" }).click();
    await tab.frame.getByRole("columnheader", { name: "Last test loss" }).click({ modifiers: ["Shift"] });
    await tab.frame
      .getByRole("columnheader", { name: "Best epoch", exact: true })
      .dragTo(tab.frame.getByRole("columnheader", { name: "Status" }));
    const first = ["Name", "Test accuracy, best epoch", "Best epoch", "Status"];
    await expect.poll(async () => (await headers()).slice(0, 4)).toEqual(first);
    const status = tab.frame.getByRole("columnheader", { name: "Status" });
    const width = async () => Math.round((await status.boundingBox())!.width);
    const before = await width();
    const edge = (await status.locator(".edge").boundingBox())!;
    await workbench.page.mouse.move(edge.x + edge.width / 2, edge.y + 5);
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(edge.x + edge.width / 2 + 50, edge.y + 5, { steps: 4 });
    await workbench.page.mouse.up();
    await expect.poll(width).toBe(before + 50);
    const sorted = () => tab.frame.locator(".header-line .sort").allTextContents();
    await expect.poll(() => sorted()).toEqual(["1, sort key 1", "2, sort key 2"]);
    const kept = [await headers(), await titles(), await tab.names()];
    await workbench.reload();
    tab = await experiments();
    await expect.poll(async () => [await headers(), await titles(), await tab.names()]).toEqual(kept);
    await expect.poll(() => sorted()).toEqual(["1, sort key 1", "2, sort key 2"]);
    const again = tab.frame.getByRole("columnheader", { name: "Status" });
    await expect.poll(async () => Math.round((await again.boundingBox())!.width)).toBe(before + 50);
  });
});

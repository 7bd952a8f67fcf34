import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchChromium } from "../../scripts/vscode/launchChromium.mjs";
import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import { ExperimentsPage, exampleRow } from "./appearance/ExperimentsPage";
import { readThemes, type Themes } from "./appearance/themes";

let browser: Browser;
let themes: Themes;
beforeAll(async () => {
  themes = await readThemes();
  browser = await launchChromium();
}, 300_000);
afterAll(() => browser?.close());

const rowsOf = (count: number): ExperimentRow[] =>
  Array.from({ length: count }, (_, index) =>
    exampleRow(`run-${index}`, {
      name: ["brisk-linen", "calm-wool", "plain-silk"][index % 3]! + (index < 3 ? "" : `-${index}`),
      config: {
        learningRate: [0.001, 0.01, 0.1][index % 3]!,
        optimizer: index % 4 === 0 ? "adam" : "sgd",
        seed: 1 + Math.floor(index / 3),
      },
      labels: { tags: index % 5 === 0 ? ["baseline", "wide"] : [], starred: index % 4 === 1 },
      accuracies: [0.3, 0.6, 0.7 + (index % 10) / 50],
      status: (["finished", "stopped", "failed"] as const)[index % 7 === 3 ? 2 : index % 5 === 2 ? 1 : 0],
      day: 1 + (index % 28),
    }),
  );

const sizes = [
  [700, 900],
  [1280, 800],
  [1400, 900],
  [1050, 860],
  [1920, 1080],
  [700, 450],
  [640, 420],
] as const;

it("no chart is cut off by the border to the table, and the table keeps enough height", async () => {
  const view = await ExperimentsPage.open(browser, themes.dark, { rows: rowsOf(12) });
  for (const [width, height] of sizes) {
    await view.resize(width, height);
    await view.whole();
    const { area, charts, table } = await view.page.evaluate(() => {
      const box = (element: Element) => element.getBoundingClientRect().toJSON() as DOMRect;
      return {
        area: box(document.querySelector(".charts-area")!),
        charts: [...document.querySelectorAll(".runs-chart")].map(box),
        table: box(document.querySelector(".run-table")!),
      };
    });
    const cut = charts.filter(({ top, bottom }) => top < area.bottom - 1 && bottom > area.bottom + 1);
    expect({ width, height, cut }).toEqual({ width, height, cut: [] });
    // The table has room for its header (36 px) and at least two lines (24 px each), also in a window that is as small
    // as one at a zoom of 200 %.
    expect(table.height).toBeGreaterThan(36 + 2 * 24);
    if (height >= 800) {
      expect(charts.filter(({ bottom }) => bottom <= area.bottom + 1)).toHaveLength(3);
      expect(table.height).toBeGreaterThan(0.25 * height);
    }
  }
  await view.page.close();
});

it("the charts take no more height than they need, also after one was hidden", async () => {
  const view = await ExperimentsPage.open(browser, themes.dark, { rows: rowsOf(3) });
  await view.resize(700, 900);
  await view.whole();
  const height = async () => (await view.page.locator(".charts-area").boundingBox())!.height;
  const two = await height();
  await view.page
    .locator(".runs-chart", { hasText: "Test accuracy" })
    .locator(".action-menu > *")
    .first()
    .click();
  await view.page.getByRole("menuitem", { name: "Hide" }).click();
  await expect.poll(height).toBeLessThan(two - 50);
  await view.page.close();
});

it("charts below the visible part are counted beside the menu of charts, and a click scrolls to them", async () => {
  const [first, ...rest] = rowsOf(9);
  const rows = [
    exampleRow("validated", {
      config: { dataset: { validationSplit: 0.2 } },
      accuracies: [0.5],
      status: "finished",
      day: 1,
    }),
    first!,
    ...rest,
  ];
  const remembered = { table: { group: "dataset.name" } };
  const view = await ExperimentsPage.open(browser, themes.dark, { rows, remembered });
  await view.resize(1018, 800);
  await view.whole();
  const { page } = view;
  await expect.poll(() => page.locator(".runs-chart").count()).toBe(5);
  const link = page.getByRole("button", { name: /more charts? below/ });
  const isInView = (title: string) =>
    page.evaluate((text) => {
      const area = document.querySelector(".charts-area")!.getBoundingClientRect();
      const chart = [...document.querySelectorAll(".runs-chart")].find((one) =>
        one.textContent!.includes(text),
      )!;
      const { top, bottom } = chart.getBoundingClientRect();
      return top >= area.top - 1 && bottom <= area.bottom + 1;
    }, title);
  expect(await isInView("Validation accuracy")).toBe(false);
  await expect.poll(() => link.textContent()).toBe("2 more charts below");
  await link.click();
  await expect.poll(() => isInView("Validation accuracy")).toBe(true);
  await expect.poll(() => link.count()).toBe(0);
  // In a view with room for all charts, there is no link to charts below.
  await view.resize(1400, 2000);
  await view.whole();
  await expect.poll(() => isInView("Training loss")).toBe(true);
  await expect.poll(() => isInView("Validation accuracy")).toBe(true);
  await expect.poll(() => link.count()).toBe(0);
  await page.close();
});

it("keys move the border between charts and table, and a double click moves it back", async () => {
  const view = await ExperimentsPage.open(browser, themes.dark, { rows: rowsOf(3) });
  await view.resize(1400, 900);
  await view.whole();
  const border = view.page.getByRole("separator");
  const place = async () => Math.round((await border.boundingBox())!.y);
  const before = await place();
  await border.press("End");
  await expect.poll(place).toBeGreaterThan(before + 100);
  await border.dblclick();
  await expect.poll(place).toBe(before);
  await view.page.close();
});

it("the baseline's name is readable beside its badge, which is an icon in a narrow column", async () => {
  const remembered = { table: { baseline: "run-0" } };
  const view = await ExperimentsPage.open(browser, themes.dark, { rows: rowsOf(3), remembered });
  for (const width of [360, 700, 1280]) {
    await view.resize(width, 900);
    await view.whole();
    const name = view.page.locator(".pinned .run-name");
    expect(await name.textContent()).toBe("brisk-linen");
    expect(await name.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
    const badge = view.page.locator(".pinned .badge");
    expect(await badge.getAttribute("title")).toBe("baseline");
    expect(await badge.locator(".icon").isVisible()).toBe(true);
  }
  expect(await view.page.getByRole("rowheader", { name: "brisk-linen" }).first().textContent()).toBe(
    "brisk-linen, baseline",
  );
  await view.page.close();
});

it("an empty table says why, and has a button that shows runs", async () => {
  const archived = rowsOf(3).map((row) => ({ ...row, labels: { ...row.labels, archived: true } }));
  const mixed = [...archived.slice(0, 1), ...rowsOf(3).slice(1)];
  const shown = async (rows: ExperimentRow[], filter: string, text: string, button: string) => {
    const remembered = { table: { filter } };
    const view = await ExperimentsPage.open(browser, themes.dark, { rows, remembered });
    await view.page.getByText(text).waitFor();
    await view.page.getByText(button, { exact: true }).click();
    await view.page.getByText(text).waitFor({ state: "detached" });
    // The table draws its lines once its height is measured.
    await view.drawn();
    const names = await view.page.locator(".lines .run-name").allTextContents();
    await view.page.close();
    return names;
  };
  expect(await shown(archived, "", "All runs are archived.", "Show archived runs")).toHaveLength(3);
  expect(await shown(mixed, "brisk", "Only archived runs match the filter.", "Show archived runs")).toEqual([
    "brisk-linen",
  ]);
  expect(await shown(rowsOf(3), "nobody", "No run matches the filter.", "Clear the filter")).toHaveLength(3);
});

it("a runs folder that cannot be read is reported, without empty charts and an empty table below", async () => {
  const problem = "The folder /runs cannot be read: permission denied.";
  const view = await ExperimentsPage.open(browser, themes.dark, { problem });
  await view.page.getByRole("alert").getByText(problem).waitFor();
  expect(await view.page.locator(".runs-chart, .run-table").count()).toBe(0);
  await view.page.close();
});

it("the mean of a group is aligned with the figures of its runs, also beside differences from a baseline", async () => {
  const rows = rowsOf(12);
  for (const baseline of [undefined, "run-0"]) {
    const remembered = { table: { group: "sameButForSeed", ...(baseline && { baseline }) } };
    const view = await ExperimentsPage.open(browser, themes.dark, { rows, remembered });
    await view.resize(1400, 1000);
    await view.whole();
    const ends = await view.page.locator(".lines .line > .number").evaluateAll((cells) =>
      cells.flatMap((cell) => {
        const text = [...cell.childNodes].find((node) => /%/.test(node.nodeValue ?? ""));
        if (!text) return [];
        const place = document.createRange();
        place.setStart(text, 0);
        place.setEnd(text, text.nodeValue!.indexOf("%") + 1);
        return [Math.round(place.getBoundingClientRect().right)];
      }),
    );
    expect(ends.length).toBeGreaterThan(12);
    // Only with a baseline do the cells of runs have a place after the figure, where the heading shows the deviation.
    // Without one, the deviation moves the mean to the left.
    if (baseline) expect(new Set(ends).size).toBe(1);
    await view.page.close();
  }
});

it("a name that is too long for the legend ends with an ellipsis", async () => {
  const name = `a-long-name-${"of-a-run-".repeat(12)}`;
  const view = await ExperimentsPage.open(browser, themes.dark, { rows: [{ ...rowsOf(1)[0]!, name }] });
  await view.resize(1280, 800);
  await view.whole();
  const entry = view.page.locator(".runs-legend .entry").first();
  expect(await entry.getAttribute("title")).toBe(name);
  const text = entry.locator(".name");
  expect(await text.evaluate((one) => getComputedStyle(one).textOverflow)).toBe("ellipsis");
  expect(await text.evaluate((one) => one.scrollWidth > one.clientWidth)).toBe(true);
  await view.page.close();
});

it("in forced-colors mode, the dashes of the lines differ in the charts and in the legend", async () => {
  const rows = rowsOf(8).map((row, color) => ({ ...row, labels: { ...row.labels, color } }));
  const view = await ExperimentsPage.open(browser, themes.dark, { rows });
  await view.resize(1280, 900);
  await view.whole();
  const dashes = await view.page.evaluateHandle(() => {
    const drawn = new Set<string>();
    const { setLineDash } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.setLineDash = function (lengths) {
      drawn.add([...lengths].join(" "));
      setLineDash.call(this, lengths);
    };
    return drawn;
  });
  await view.page.emulateMedia({ forcedColors: "active" });
  await expect.poll(() => dashes.evaluate((drawn) => drawn.size)).toBe(8);
  const samples = await view.page.locator(".run-table .run-swatch").evaluateAll((all) =>
    all.map((one) => {
      const { backgroundImage } = getComputedStyle(one);
      return backgroundImage.replaceAll(/rgba?\([^)]*[1-9][^)]*\)|rgb\(0, 0, 0\)/g, "line");
    }),
  );
  expect(new Set(samples).size).toBe(8);
  await view.page.close();
});

/** The folder for pictures of every state. Without it, no pictures are taken. */
const pictures = process.env.FITTING_ROOM_SCREENSHOTS;

if (pictures)
  it("are photographed", { timeout: 900_000 }, async () => {
    mkdirSync(pictures!, { recursive: true });
    const longName = `a-very-long-name-${"of-a-run-".repeat(12)}`;
    const archived = rowsOf(3).map((row) => ({ ...row, labels: { ...row.labels, archived: true } }));
    const states: Record<string, Parameters<typeof ExperimentsPage.open>[2]> = {
      empty: { rows: [] },
      problem: { rows: [], problem: "The folder /home/me/runs cannot be read: permission denied." },
      one: { rows: rowsOf(1) },
      three: { rows: rowsOf(3), remembered: { table: { baseline: "run-0" } } },
      twelve: { rows: rowsOf(12) },
      hundred: { rows: rowsOf(100) },
      grouped: { rows: rowsOf(12), remembered: { table: { group: "sameButForSeed", baseline: "run-0" } } },
      grouped100: { rows: rowsOf(100), remembered: { table: { group: "optimizer" } } },
      archived: { rows: archived },
      refused: { rows: rowsOf(3), refused: [{ id: "2026-01-01_00-00-00", refusal: "run.json is missing." }] },
      long: {
        rows: rowsOf(3).map((row, index) => (index === 1 ? { ...row, name: longName } : row)),
        remembered: { table: { baseline: "run-1" } },
      },
      nothing: { rows: rowsOf(3), remembered: { table: { filter: "nobody" } } },
      wrong: { rows: rowsOf(3), remembered: { table: { filter: "lrr>0.1" } } },
    };
    for (const korean of [false, true])
      for (const [name, state] of Object.entries(states)) {
        const view = await ExperimentsPage.open(browser, themes.dark, state, { korean });
        for (const theme of ["dark", "light", "high-contrast-dark", "high-contrast-light"] as const) {
          if (theme !== "dark" && !["three", "grouped", "empty", "wrong"].includes(name)) continue;
          await view.setTheme(themes[theme]);
          for (const width of theme === "dark" ? [700, 1280, 1920] : [1280]) {
            await view.resize(width, width === 1920 ? 1080 : 800);
            await view.whole();
            await view.page.screenshot({
              path: join(pictures!, `${name}-${korean ? "ko" : "en"}-${theme}-${width}.png`),
            });
          }
        }
        await view.page.close();
      }
  });

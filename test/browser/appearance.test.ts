import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "../../scripts/vscode/launchChromium.mjs";
import type { Snapshot } from "../../src/protocol/dashboardProtocol";
import { DashboardPage, type PageOptions } from "./appearance/DashboardPage";
import { layoutFaults } from "./appearance/layoutFaults";
import { lineContrast } from "./appearance/lineContrast";
import { recordStates } from "./appearance/states";
import { readThemes, type Theme, type ThemeName, type Themes, themeNames } from "./appearance/themes";

/** Widths from the narrowest side panel, which VS Code limits to 170 px, to a large screen. */
const widths = [170, 200, 260, 300, 360, 440, 500, 521, 671, 860, 1042, 1920, 2560];
const heightAt = (width: number) => (width >= 1920 ? 1200 : 900);
/** The folder for pictures of every state. Without it, no pictures are taken. */
const pictures = process.env.FITTING_ROOM_SCREENSHOTS;
const pictureWidths = [200, 300, 500, 521, 671, 860, 1042, 1920];

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser: Browser;
let themes: Themes;
let states: Record<string, Snapshot>;
beforeAll(async () => {
  [themes, states] = [await readThemes(), await recordStates()];
  browser = await launchChromium();
}, 300_000);
afterAll(() => browser?.close());

/** Number of pages that show states at the same time. A page waits for frames more than it computes. */
const PAGES = 3;
/** The opened pages, by their options. They are kept, since opening one takes longer than showing many states. */
const opened = new Map<string, Promise<DashboardPage[]>>();

/** The pages with these options, in a theme. */
async function pagesWith(theme: Theme, how: PageOptions = {}): Promise<DashboardPage[]> {
  const key = JSON.stringify(how);
  const open = () =>
    Promise.all(Array.from({ length: PAGES }, () => DashboardPage.open(browser, theme, how)));
  if (!opened.has(key)) opened.set(key, open());
  const pages = await opened.get(key)!;
  await Promise.all(pages.map((page) => page.setTheme(theme)));
  return pages;
}

/** Calls `look` with every state's name and a page that shows it. */
async function eachState(
  theme: Theme,
  look: (name: string, dashboard: DashboardPage) => Promise<void>,
  how?: PageOptions,
): Promise<void> {
  const left = Object.entries(states);
  const lookAtSome = async (dashboard: DashboardPage) => {
    for (let state = left.shift(); state; state = left.shift()) {
      const [name, snapshot] = state;
      await dashboard.show(snapshot);
      await look(name, dashboard);
    }
  };
  await Promise.all((await pagesWith(theme, how)).map(lookAtSome));
}

describe("The dashboard in every state", { timeout: 1_200_000 }, () => {
  it.each([
    { how: "at 100 %", scale: 1, widths },
    // At 200 % a page has half as many pixels of CSS as pixels of the screen.
    { how: "at 200 %", scale: 2, widths: [260, 521, 960] },
    { how: "in Korean", korean: true, widths: [170, 200, 300, 521, 860] },
  ])("has a sound layout at every width, $how", async ({ widths, ...how }) => {
    const faults: string[] = [];
    const look = async (name: string, dashboard: DashboardPage) => {
      await dashboard.page.evaluate(() => {
        for (const one of document.querySelectorAll<HTMLDetailsElement>(".diagnoses details"))
          one.open = true;
      });
      for (const width of widths) {
        await dashboard.resize(width, heightAt(width));
        await dashboard.drawn();
        for (const fault of await layoutFaults(dashboard.page))
          faults.push(`${name} at ${width} px: ${fault}`);
      }
    };
    await eachState(themes.dark, look, how);
    expect(faults).toEqual([]);
  });

  it("shows the curve of the loss without scrolling in a side panel of 300 px", async () => {
    const tops: Record<string, number> = {};
    await eachState(themes.dark, async (name, dashboard) => {
      await dashboard.resize(300, 900);
      await dashboard.drawn();
      const plot = dashboard.page.locator(".loss-chart");
      if ((await plot.count()) > 0) tops[name] = (await plot.boundingBox())!.y;
    });
    expect(Object.keys(tops)).toEqual(expect.arrayContaining(["training", "paused", "finished", "forked"]));
    expect(Object.entries(tops).filter(([, top]) => top > 420)).toEqual([]);
  });

  it.each(Object.keys(themeNames) as ThemeName[])(
    "draws the smoothed curve in a colour that contrasts with its batches, %s",
    async (theme) => {
      const [dashboard] = await pagesWith(themes[theme]);
      await dashboard!.show(states.training);
      const contrast = await lineContrast(dashboard!.page, ".loss-chart");
      expect(contrast).toBeGreaterThan(1.5);
    },
  );

  it("fills a large screen", async () => {
    const [dashboard] = await pagesWith(themes.dark);
    await dashboard!.resize(1920, 1200);
    await dashboard!.show(states.finished);
    const bottom = await dashboard!.page.evaluate(
      () => document.querySelector(".settings")!.getBoundingClientRect().bottom,
    );
    expect(bottom).toBeGreaterThan(1100);
    expect(bottom).toBeLessThanOrEqual(1200);
  });

  it.each(Object.keys(themeNames) as ThemeName[])("has no fault that axe reports, %s", async (theme) => {
    // Themes differ in their colours only.
    const [widths, only] = theme === "dark" ? [[300, 1042], undefined] : [[300], "color-contrast"];
    const violations: string[] = [];
    await eachState(themes[theme], async (name, dashboard) => {
      const { page } = dashboard;
      // axe does not check the rows of a closed table.
      const table = page.locator(".epoch-table > summary");
      if ((await table.count()) > 0 && !(await page.locator(".epoch-table[open]").count()))
        await table.click();
      // The colours under the mouse have to be readable, too.
      const chip = page.locator(".chip").first();
      if ((await chip.count()) > 0) await chip.hover();
      if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
      for (const width of widths) {
        await dashboard.resize(width, 900);
        await dashboard.drawn();
        const found = await page.evaluate(
          (rule) =>
            (window as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run(
              rule ? { runOnly: rule } : { rules: { "label-content-name-mismatch": { enabled: true } } },
            ),
          only,
        );
        for (const { id, nodes } of found.violations)
          for (const { html, any } of nodes)
            violations.push(`${name} at ${width} px: ${id}: ${html.slice(0, 120)} ${any[0]?.message ?? ""}`);
      }
    });
    expect([...new Set(violations)]).toEqual([]);
  });
});

it.runIf(pictures)("is photographed", { timeout: 1_800_000 }, async () => {
  for (const theme of ["dark", "light", "high-contrast-dark", "high-contrast-light"] as const) {
    await eachState(themes[theme], async (name, dashboard) => {
      mkdirSync(join(pictures!, theme, name), { recursive: true });
      for (const width of pictureWidths) {
        await dashboard.resize(width, heightAt(width));
        await dashboard.drawn();
        const path = join(pictures!, theme, name, `${String(width).padStart(4, "0")}.png`);
        await dashboard.page.screenshot({ path, fullPage: width < 860 });
      }
    });
  }
});

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults, RunOptions } from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "../../scripts/vscode/launchChromium.mjs";
import type { Snapshot } from "../../src/protocol/dashboardProtocol";
import { DashboardPage } from "./appearance/DashboardPage";
import { layoutFaults } from "./appearance/layoutFaults";
import { lineContrast } from "./appearance/lineContrast";
import { recordStates } from "./appearance/states";
import { readThemes, type Theme, type ThemeName, type Themes, themeNames } from "./appearance/themes";
import type { PageOptions } from "./appearance/ViewPage";

/** Widths (px) from the narrowest side panel that VS Code allows (170 px) to a large screen. */
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

/** The opened pages, by their options. They are kept: opening a page takes longer than showing many states in it. */
const opened = new Map<string, Promise<DashboardPage>>();

/**
 * Returns the page with these options, which is opened at the first call. Gives it a theme and makes its content
 * visible.
 */
async function pageWith(theme: Theme, how: PageOptions = {}): Promise<DashboardPage> {
  const key = JSON.stringify(how);
  if (!opened.has(key)) opened.set(key, DashboardPage.open(browser, theme, how));
  const page = await opened.get(key)!;
  await page.setTheme(theme);
  await page.setDrawing(true);
  return page;
}

/** Shows every state in turn, and calls `look` with the state's name while the page shows it. */
async function eachState(
  dashboard: DashboardPage,
  look: (name: string, dashboard: DashboardPage) => Promise<void>,
): Promise<void> {
  for (const [name, snapshot] of Object.entries(states)) {
    await dashboard.show(snapshot);
    await look(name, dashboard);
  }
}

describe("The dashboard in every state", { timeout: 1_200_000 }, () => {
  it.each([
    { how: "at 100 %", widths },
    // Widths are in CSS pixels. At 200 %, a CSS pixel is two pixels of the screen wide.
    { how: "at 200 %", scale: 2, widths: [260, 521, 960] },
    { how: "in Korean", korean: true, widths: [170, 200, 300, 521, 860] },
  ])("has a sound layout at every width, $how", async ({ how: _, widths, ...options }) => {
    const faults: string[] = [];
    const dashboard = await pageWith(themes.dark, options);
    // A page that is not drawn has the same layout. Drawing would take a third of the test's time.
    await dashboard.setDrawing(false);
    await eachState(dashboard, async (name) => {
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
    });
    expect(faults).toEqual([]);
  });

  it("shows the curve of the loss without scrolling in a side panel of 300 px", async () => {
    const tops: Record<string, number> = {};
    const dashboard = await pageWith(themes.dark);
    await dashboard.resize(300, 900);
    await eachState(dashboard, async (name) => {
      const plot = dashboard.page.locator(".loss-chart");
      if ((await plot.count()) > 0) tops[name] = (await plot.boundingBox())!.y;
    });
    expect(Object.keys(tops)).toEqual(expect.arrayContaining(["training", "paused", "finished", "forked"]));
    // The reason for a failure takes several lines above the curve.
    const limit = (name: string) => (states[name]!.state?.error ? 480 : 420);
    expect(Object.entries(tops).filter(([name, top]) => top > limit(name))).toEqual([]);
  });

  it.each(Object.keys(themeNames) as ThemeName[])(
    "draws the smoothed loss in a colour that contrasts with that of the batches' losses, %s",
    async (theme) => {
      const dashboard = await pageWith(themes[theme]);
      await dashboard.show(states.training);
      const contrast = await lineContrast(dashboard.page, ".loss-chart");
      expect(contrast).toBeGreaterThan(1.5);
    },
  );

  it("fills a large screen", async () => {
    const dashboard = await pageWith(themes.dark);
    await dashboard.resize(1920, 1200);
    await dashboard.show(states.finished);
    const bottom = await dashboard.page.evaluate(
      () => document.querySelector(".settings")!.getBoundingClientRect().bottom,
    );
    expect(bottom).toBeGreaterThan(1100);
    expect(bottom).toBeLessThanOrEqual(1200);
  });

  it("has no fault that axe reports, in any theme", async () => {
    const violations: string[] = [];
    const dashboard = await pageWith(themes.dark);
    const { page } = dashboard;
    await page.evaluate(axe);
    const check = async (where: string, options: RunOptions) => {
      const found = await page.evaluate(async (options) => {
        const { axe } = window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
        const { violations } = await axe.run({ ...options, resultTypes: ["violations"] });
        return violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html, any }) => `${id}: ${html.slice(0, 120)} ${any[0]?.message ?? ""}`),
        );
      }, options);
      violations.push(...found.map((fault) => `${where}: ${fault}`));
    };
    const rules = { "label-content-name-mismatch": { enabled: true } };
    await eachState(dashboard, async (name) => {
      await dashboard.resize(300, 900);
      // axe does not check the rows of a closed table.
      const table = page.locator(".epoch-table > summary");
      if ((await table.count()) > 0 && !(await page.locator(".epoch-table[open]").count()))
        await table.click();
      // The colours of an element under the mouse have to be readable, too.
      const chip = page.locator(".chip").first();
      if ((await chip.count()) > 0) await chip.hover();
      await dashboard.drawn();
      // Themes differ in their colours only. One theme is checked by all rules, the others by the rule about contrast.
      for (const [theme, looks] of Object.entries(themes)) {
        await dashboard.setTheme(looks);
        await dashboard.drawn();
        await check(`${name}, ${theme}`, theme === "dark" ? { rules } : { runOnly: "color-contrast" });
      }
      await dashboard.setTheme(themes.dark);
      await dashboard.resize(1042, 900);
      await dashboard.drawn();
      await check(`${name} at 1042 px`, { rules });
    });
    expect([...new Set(violations)]).toEqual([]);
  });
});

if (pictures)
  it("is photographed", { timeout: 1_800_000 }, async () => {
    for (const theme of ["dark", "light", "high-contrast-dark", "high-contrast-light"] as const) {
      await eachState(await pageWith(themes[theme]), async (name, dashboard) => {
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

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DashboardPage } from "./appearance/DashboardPage";
import { pauseOf, recordStates } from "./appearance/states";
import { readThemes } from "./appearance/themes";
import { connectChromium } from "./connectChromium";

let browser: Browser;
let dashboard: DashboardPage;
let states: Awaited<ReturnType<typeof recordStates>>;
beforeAll(async () => {
  const themes = await readThemes();
  states = await recordStates();
  browser = await connectChromium();
  dashboard = await DashboardPage.open(browser, themes.dark);
  await dashboard.resize(300, 900);
}, 300_000);
afterAll(() => browser?.close());

const button = (name: string) => dashboard.page.getByRole("button", { name, exact: true });
const focused = () => dashboard.page.evaluate(() => document.activeElement?.textContent);
const lastAsked = async () => (await dashboard.asked()).at(-1)!;

describe("A button of the dashboard", () => {
  beforeEach(async () => {
    await dashboard.show(states.none);
    await dashboard.show(states.training);
  });

  it("shows at once that it was pressed, ignores further presses and keeps the focus", async () => {
    const before = (await dashboard.asked()).length;
    await button("Pause").click();
    await button("Pausing…").waitFor();
    for (const state of ["aria-busy", "aria-disabled"])
      await expect.poll(() => button("Pausing…").getAttribute(state)).toBe("true");
    await button("Pausing…").click({ force: true });
    expect((await dashboard.asked()).slice(before).map(({ params }) => params)).toEqual([
      { kind: "pause", runId: states.training.run!.id },
    ]);
    expect(await focused()).toBe("Pausing…");

    await dashboard.answer((await lastAsked()).id, true);
    expect(await button("Pausing…").count()).toBe(1);
    await dashboard.add(states.training.run!.id, [pauseOf(states.training)]);
    await button("Resume").waitFor();
    expect(await focused()).toBe("Resume");
  });

  it("is enabled again when its action was refused", async () => {
    await button("Stop").click();
    await button("Stopping…").waitFor();
    await dashboard.answer((await lastAsked()).id, false);
    await button("Stop").waitFor();
  });

  it("ignores the second click of a double click on the button that it has replaced", async () => {
    const before = (await dashboard.asked()).length;
    const box = (await button("Pause").boundingBox())!;
    const [x, y] = [box.x + 20, box.y + 10];
    await dashboard.page.mouse.click(x, y, { clickCount: 1 });
    await dashboard.add(states.training.run!.id, [pauseOf(states.training)]);
    await button("Resume").waitFor();
    await dashboard.page.mouse.down({ clickCount: 2 });
    await dashboard.page.mouse.up({ clickCount: 2 });
    const asked = (await dashboard.asked()).slice(before).map(({ params }) => params.kind);
    expect(asked).not.toContain("resume");
  });
});

describe("The menu of further actions", () => {
  const menu = () => dashboard.page.getByRole("menu");
  const press = (key: string) => dashboard.page.keyboard.press(key);
  const opener = () => button("More actions");
  beforeEach(() => dashboard.show(states.training));

  it("can be opened, used and closed with the keyboard", async () => {
    await opener().focus();
    expect(await opener().getAttribute("aria-expanded")).toBe("false");
    await press("ArrowDown");
    await menu().waitFor();
    expect(await opener().getAttribute("aria-expanded")).toBe("true");
    expect(await focused()).toBe("Learning rate…");
    await press("ArrowDown");
    expect(await focused()).toBe("More epochs…");
    await press("ArrowDown");
    expect(await focused()).toBe("Learning rate…");
    await press("End");
    expect(await focused()).toBe("More epochs…");
    await press("Escape");
    await menu().waitFor({ state: "detached" });
    expect(await opener().evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it("requests the chosen action", async () => {
    await opener().focus();
    await press("Enter");
    await menu().waitFor();
    await press("Enter");
    await menu().waitFor({ state: "detached" });
    await expect.poll(async () => (await lastAsked()).params).toMatchObject({ kind: "changeLearningRate" });
  });

  it("closes on a click elsewhere, and is within the panel at any width", async () => {
    for (const width of [200, 300, 1042]) {
      await dashboard.resize(width, 900);
      await opener().click();
      await menu().waitFor();
      const { x, width: wide } = (await menu().boundingBox())!;
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + wide).toBeLessThanOrEqual(width);
      await dashboard.page.locator("h1").click();
      await menu().waitFor({ state: "detached" });
    }
  });
});

describe("The check box of the loss axis", () => {
  const isLogarithmic = () => dashboard.page.getByRole("checkbox", { name: "Log y" }).isChecked();
  const show = async (state: keyof typeof states) => {
    await dashboard.show(states[state]!);
    await dashboard.drawn();
  };

  it("follows each run until the user chooses, and keeps the choice", async () => {
    await show("finished");
    expect(await isLogarithmic()).toBe(false);
    await show("diverged");
    await expect.poll(isLogarithmic).toBe(true);
    await show("finished");
    await expect.poll(isLogarithmic).toBe(false);

    await dashboard.page.getByRole("checkbox", { name: "Log y" }).click();
    await show("forked");
    await expect.poll(isLogarithmic).toBe(true);
    await show("diverged");
    await show("finished");
    await expect.poll(isLogarithmic).toBe(true);
  });
});

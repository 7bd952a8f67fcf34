import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchChromium } from "../../scripts/vscode/launchChromium.mjs";
import { bestOf } from "../../src/runs/bestEpoch";
import { ExponentialAverage } from "../../src/runs/ExponentialAverage";
import { percentage } from "../../src/runs/figures";
import * as format from "../../webview/figures/format";
import { DashboardPage } from "./appearance/DashboardPage";
import { pauseOf, recordStates } from "./appearance/states";
import { readThemes } from "./appearance/themes";
import { artifactsFolder, picturesWanted } from "./artifacts";

let browser: Browser;
let dashboard: DashboardPage;
let states: Awaited<ReturnType<typeof recordStates>>;
beforeAll(async () => {
  const themes = await readThemes();
  states = await recordStates();
  browser = await launchChromium();
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

  it("passes the focus to a button beside it when it goes away", async () => {
    await dashboard.show(states.none);
    await button("Train FashionMNIST").focus();
    await dashboard.page.keyboard.press("Enter");
    await button("Starting…").waitFor();
    await dashboard.show(states.training);
    await expect.poll(focused).toBe("Pause");
    await button("Stop").focus();
    await dashboard.page.keyboard.press("Enter");
    await button("Stopping…").waitFor();
    await dashboard.show(states.finished);
    await expect.poll(focused).toBe("Train FashionMNIST");
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

describe("The view without a run", () => {
  it("has its buttons within the narrowest panel, also in a workspace that is not trusted", async () => {
    await dashboard.resize(200, 900);
    await dashboard.show({ ...states.none!, areRunsHidden: true });
    await button("Manage Workspace Trust").waitFor();
    const text = (await dashboard.page.locator(".empty > p").first().boundingBox())!;
    for (const name of ["Manage Workspace Trust", "Train FashionMNIST", "Train on Sample"]) {
      const box = (await button(name).boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(text.x - 1);
      expect(box.x + box.width).toBeLessThanOrEqual(200 - text.x + 1);
    }
    await dashboard.resize(300, 900);
  });
});

describe("The settings of the next run", () => {
  it("have a visible sentence about each invalid value, which describes the value's button", async () => {
    await dashboard.show(states.none);
    const { settings } = states.none!;
    const invalid = settings.filter(({ problem }) => problem);
    expect(invalid.length).toBeGreaterThan(1);
    for (const { id, problem } of invalid) {
      await dashboard.page.locator(".setting-problems li", { hasText: problem }).waitFor();
      const chip = dashboard.page.locator(`.chip[data-setting="${id}"]`);
      const described = await chip.evaluate(
        (one) => document.getElementById(one.getAttribute("aria-describedby")!)?.textContent,
      );
      expect(described).toBe(problem);
    }
    await dashboard.show(states.training);
    expect(await dashboard.page.locator(".setting-problems").count()).toBe(0);
  });
});

describe("A tile", () => {
  it("does not break a small number at the sign of its exponent", async () => {
    const { state, ...snapshot } = states.validated!;
    const last = { ...state!.epochs.at(-1)!, validationLoss: 1.23e-12 };
    await dashboard.resize(300, 900);
    await dashboard.show(states.none);
    await dashboard.show({
      ...snapshot,
      state: { ...state!, epochs: [...state!.epochs.slice(0, -1), last] },
    });
    const number = dashboard.page.locator(".tile .detail .number", { hasText: "1.23e-12" });
    expect(await number.evaluate((element) => element.getClientRects().length)).toBe(1);
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

describe("The y axis of the loss", () => {
  const item = () => dashboard.page.getByRole("menuitemcheckbox", { name: "Log y" });
  const open = () => button("Actions for the chart Loss per step").click();
  const isLogarithmic = async () => {
    await open();
    const isChecked = await item().getAttribute("aria-checked");
    await dashboard.page.keyboard.press("Escape");
    return isChecked === "true";
  };

  it("is logarithmic for a diverged run alone until the user chooses, and keeps the choice for all runs", async () => {
    await dashboard.show(states.finished);
    expect(await isLogarithmic()).toBe(false);
    await dashboard.show(states.diverged);
    expect(await isLogarithmic()).toBe(true);
    await dashboard.show(states.finished);
    expect(await isLogarithmic()).toBe(false);

    await open();
    await item().click();
    await dashboard.show(states.forked);
    expect(await isLogarithmic()).toBe(true);
    await dashboard.show(states.finished);
    expect(await isLogarithmic()).toBe(true);
    await open();
    await item().click();
  });
});

describe("A chart of the dashboard", () => {
  const loss = () => dashboard.page.locator(".loss-chart .plot");
  const accuracy = () => dashboard.page.locator(".epoch-chart .plot").first();
  /** A chart's text about the point that the keyboard or the mouse has reached. */
  const told = (plot = loss()) => plot.getAttribute("aria-valuetext");
  const press = async (key: string, plot = loss()) => {
    await plot.press(key);
    await dashboard.drawn();
    return told(plot);
  };
  /** The first and the last visible value of a chart's x axis. */
  const shown = async (plot = loss()) =>
    Promise.all(
      ["aria-valuemin", "aria-valuemax"].map(async (name) => Number(await plot.getAttribute(name))),
    );
  /** The position (px) in the page of a point of the loss chart, given as shares of its width and height. */
  const place = async (x: number, y = 0.5) => {
    const box = (await loss().boundingBox())!;
    return [box.x + 54 + x * (box.width - 64), box.y + y * box.height] as const;
  };
  /** The expected text about a step: the step's loss and its moving average, which is computed here. */
  const lossAt = (step: number) => {
    const { held } = states.finished.state!.losses;
    const losses = held.flatMap(({ values }) => [...values]);
    const average = new ExponentialAverage(0.9499);
    const averages = losses.map((value) => average.next(value));
    return `step ${format.integer(step)}: loss ${format.loss(losses[step - 1])}, smoothed ${format.loss(averages[step - 1])}`;
  };
  let last: number;
  beforeAll(async () => {
    await dashboard.resize(300, 900);
    await dashboard.show(states.finished);
    last = states.finished.state!.losses.length;
  });

  it("reads the loss and the smoothed loss of each step with the keyboard", async () => {
    expect(last).toBeGreaterThan(1000);
    expect(await press("End")).toBe(lossAt(last));
    expect(await loss().getAttribute("aria-valuenow")).toBe(String(last));
    expect(await press("ArrowLeft")).toBe(lossAt(last - 1));
    expect(await press("ArrowDown")).toBe(lossAt(last - 2));
    expect(await press("ArrowUp")).toBe(lossAt(last - 1));
    expect(await press("Home")).toBe(lossAt(1));
    expect(await press("ArrowRight")).toBe(lossAt(2));
    const further = Number(/step ([\d,]+)/.exec((await press("PageUp"))!)![1]!.replace(",", ""));
    expect(further).toBeGreaterThan(40);
    expect(await told()).toBe(lossAt(further));
    expect(await press("Escape")).toContain("Loss of each batch over 1,260 steps");
  });

  it("reads the same values under the pointer", async () => {
    await dashboard.page.mouse.move(...(await place(0.4)));
    await dashboard.drawn();
    const text = (await told())!;
    const [, step = ""] = /step ([\d,]+)/.exec(text)!;
    expect(Math.abs(Number(step.replace(",", "")) - 0.4 * last)).toBeLessThan(10);
    expect(text).toBe(lossAt(Number(step.replace(",", ""))));
    const readout = await dashboard.page.locator(".runs-readout").innerText();
    for (const value of text.match(/\d\.\d+/g)!) expect(readout).toContain(value);
    await dashboard.page.mouse.move(0, 0);
    await expect.poll(() => dashboard.page.locator(".runs-readout").count()).toBe(0);
  });

  it("reads the test and the training accuracy of an epoch together", async () => {
    const { epochs } = states.finished.state!;
    const { epoch, testAccuracy, trainAccuracy } = epochs.at(-1)!;
    expect(await press("End", accuracy())).toBe(
      `epoch ${epoch}: test ${percentage(testAccuracy)}, train ${percentage(trainAccuracy)}`,
    );
    await press("Escape", accuracy());
  });

  it("is zoomed to the part that the user drags over, and out again", async () => {
    const whole = await shown();
    expect(whole).toEqual([1, last]);
    const drag = async () => {
      await dashboard.page.mouse.move(...(await place(0.25)));
      await dashboard.page.mouse.down();
      await dashboard.page.mouse.move(...(await place(0.5)), { steps: 3 });
      await dashboard.page.mouse.up();
      await dashboard.drawn();
    };
    await drag();
    const [from, to] = await shown();
    expect(from! / last).toBeCloseTo(0.25, 1);
    expect(to! / last).toBeCloseTo(0.5, 1);
    // The axis of the charts by epoch stays as it was.
    expect(await shown(accuracy())).toEqual([1, 20]);
    expect(await press("End")).toBe(lossAt(last));
    expect((await shown())[1]).toBe(last);
    await press("Escape");
    await press("Escape");
    expect(await shown()).toEqual(whole);

    await drag();
    await button("Reset zoom").click();
    await expect.poll(() => shown()).toEqual(whole);
    await drag();
    await dashboard.page.mouse.dblclick(...(await place(0.5)));
    await expect.poll(() => shown()).toEqual(whole);
  });

  it("fills the page until Escape, which first ends a reading", async () => {
    const height = async () => (await loss().boundingBox())!.height;
    const before = await height();
    // Whether the rest of the page is hidden, at each change of the chart's class, which changes the chart's size.
    const hidden = await loss().evaluateHandle((plot) => {
      const changes: boolean[] = [];
      const isHidden = () => document.body.dataset.maximised !== undefined;
      const seen = new MutationObserver(() => changes.push(isHidden()));
      seen.observe(plot.closest(".chart")!, { attributeFilter: ["class"] });
      return changes;
    });
    await button("Maximize the chart Loss per step").press("Enter");
    await expect.poll(height).toBeGreaterThan(700);
    expect(await hidden.jsonValue()).toEqual([true]);
    expect(await accuracy().isVisible()).toBe(false);
    if (picturesWanted)
      await dashboard.page.screenshot({ path: join(artifactsFolder, "live-maximised.png") });
    await press("End");
    await press("Escape");
    expect(await height()).toBeGreaterThan(700);
    await press("Escape");
    await expect.poll(height).toBe(before);
    expect(await hidden.jsonValue()).toEqual([true, false]);
    expect(await accuracy().isVisible()).toBe(true);
  });

  it("has the x axis that its menu chooses, and shares it with the charts of that axis", async () => {
    const choose = async (axis: string) => {
      await button("Actions for the chart Loss per step").click();
      await dashboard.page.getByRole("menuitemradio", { name: axis }).click();
      await dashboard.drawn();
    };
    await choose("epoch");
    expect((await shown())[1]).toBe(20);
    expect(await shown(accuracy())).toEqual(await shown());
    expect(await press("End")).toBe(lossAt(last).replace(/^step [\d,]+/, "epoch 20"));
    await choose("samples seen");
    expect((await shown())[1]).toBeGreaterThan(20 * last);
    await press("Escape");
    await choose("step");
    expect(await shown()).toEqual([1, last]);
  });

  const saved = async (item: string) => {
    await button("Actions for the chart Loss per step").click();
    await dashboard.page.getByRole("menuitem", { name: item, exact: true }).click();
    await expect.poll(async () => (await lastAsked()).method).toBe("saveFile");
    return dashboard.page.evaluate(() => {
      const { asked } = window as unknown as { asked: { params: { name: string; bytes: Uint8Array } }[] };
      const { name, bytes } = asked.pop()!.params;
      return { name, text: new TextDecoder("latin1").decode(bytes) };
    });
  };

  it("is saved as SVG, with its title, axes, legend and marks, and as PNG", async () => {
    await dashboard.show(states.forked);
    const svg = await saved("Save as SVG with a Light Background…");
    expect(svg.name).toBe("loss.svg");
    for (const part of [
      "2026-11-28 00:54:16: Loss per step<",
      ">smoothed<",
      ">each batch<",
      ">parent<",
      ">fork<",
      ">step<",
      ">1,000<",
    ])
      expect(svg.text).toContain(part);
    expect(svg.text).toContain('fill="#ffffff"');
    expect(svg.text.match(/<path /g)!.length).toBeGreaterThan(10);
    expect(svg.text).not.toMatch(/NaN|undefined|color\(/);
    const png = await saved("Save as PNG…");
    expect(png.name).toBe("loss.png");
    expect(png.text.slice(1, 4)).toBe("PNG");
  });

  it("is saved in forced-colors mode with that mode's colours, or with those of a light page", async () => {
    await dashboard.show(states.finished);
    await dashboard.page.emulateMedia({ forcedColors: "active" });
    await dashboard.drawn();
    const [canvas, canvasText, linkText] = await dashboard.page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement("span"));
      return ["Canvas", "CanvasText", "LinkText"].map((name) => {
        probe.style.color = name;
        const [red, green, blue] = getComputedStyle(probe).color.match(/\d+/g)!.map(Number);
        return `#${[red, green, blue].map((byte) => byte!.toString(16).padStart(2, "0")).join("")}`;
      });
    });
    const coloursOf = async (item: string) => {
      const { text } = await saved(item);
      return [...text.matchAll(/(?:fill|stroke)="(#[0-9a-f]{6})"/g)].map(([, colour]) => colour);
    };
    const own = await coloursOf("Save as SVG…");
    expect(own[0]).toBe(canvas);
    expect(own).toEqual(expect.arrayContaining([canvasText, linkText]));
    const light = await coloursOf("Save as SVG with a Light Background…");
    expect(light[0]).toBe("#ffffff");
    expect(light).toEqual(expect.arrayContaining(["#333333", "#616161"]));
    await dashboard.page.emulateMedia({ forcedColors: "none" });
    await dashboard.drawn();
  });

  it("is saved with the part of the y axis to which the user zoomed", async () => {
    await dashboard.show(states.finished);
    const yTicks = async () => {
      const { text } = await saved("Save as SVG…");
      return [...text.matchAll(/text-anchor="end"[^>]*>([^<]*)</g)].map(([, tick]) => Number(tick));
    };
    const whole = await yTicks();
    await dashboard.page.mouse.move(...(await place(0.5, 0.75)));
    await dashboard.page.mouse.down();
    await dashboard.page.mouse.move(...(await place(0.5, 0.5)), { steps: 3 });
    await dashboard.page.mouse.up();
    await dashboard.drawn();
    const part = await yTicks();
    expect(part.length).toBeGreaterThan(1);
    expect(Math.max(...part)).toBeLessThan(Math.max(...whole));
    expect(Math.min(...part)).toBeGreaterThan(Math.min(...whole));
    await dashboard.page.mouse.dblclick(...(await place(0.5)));
    await dashboard.drawn();
    expect(await yTicks()).toEqual(whole);
  });

  it("draws and reads the validation set of a run that has one, and marks the best epoch on it", async () => {
    await dashboard.show(states.validated);
    const { epochs } = states.validated.state!;
    const best = bestOf(epochs)!;
    const { epoch, testAccuracy, validationAccuracy, trainAccuracy } = epochs.at(-1)!;
    const chart = dashboard.page.locator(".epoch-chart").first();
    expect(await chart.locator(".runs-legend .entry").allInnerTexts()).toEqual([
      "test",
      "validation",
      "train",
      "best by validation",
    ]);
    const text = (await press("End", accuracy()))!;
    expect(text).toMatch(new RegExp(`^epoch ${epoch}: `));
    for (const part of [
      `test ${percentage(testAccuracy)}`,
      `validation ${percentage(validationAccuracy!)}`,
      `train ${percentage(trainAccuracy)}`,
    ])
      expect(text).toContain(part);
    await press("Escape", accuracy());
    expect(await chart.innerText()).not.toContain("NaN");
    await dashboard.page.locator(".epoch-table summary").click();
    const row = dashboard.page.locator(".epoch-table tr.best");
    expect(await row.innerText()).toContain("best by validation");
    expect(await row.innerText()).toContain(percentage(best.validationAccuracy!));
    await dashboard.page.locator(".epoch-table summary").click();
    await dashboard.show(states.finished);
    expect(await chart.locator(".runs-legend .entry").allInnerTexts()).toEqual(["test", "train", "best"]);
  });
});

describe("A diagnosis", () => {
  it("shows its evidence and the advised change, with a button that forks the run with this change", async () => {
    await dashboard.show(states.diagnosed);
    const list = dashboard.page.getByRole("list", { name: "Diagnoses" });
    await list.locator("summary").first().click();
    const [overfitting, neverPredicted] = await list.getByRole("listitem").allTextContents();
    expect(overfitting).toContain("the test loss rose from 0.610 to 0.702");
    expect(neverPredicted).toContain("The network never predicts T-shirt/top and Shirt");
    expect(await list.getByRole("button").count()).toBe(1);
    expect(await list.getByTitle("Fork with Weight Decay 0.0001").count()).toBe(1);
    await button("Fork…").click();
    const runId = states.diagnosed.run!.id;
    expect((await lastAsked()).params).toEqual({ kind: "followDiagnosis", runId, rule: "overfitting" });
    await dashboard.show({ ...states.diagnosed, runIsGone: true });
    expect(await list.getByRole("button").count()).toBe(0);
    await dashboard.page.getByText("This run is no longer in the runs folder.").waitFor();
    await dashboard.show({ ...states.diagnosed, runIsGone: true, runIsElsewhere: "/work/old-runs" });
    await dashboard.page.getByText("This run is in /work/old-runs, which is not the runs folder").waitFor();
  });

  it("is a sign in the charts, whose text the keyboard and the pointer show", async () => {
    await dashboard.show(states.diagnosed);
    for (const plot of [".loss-chart .plot", ".epoch-chart .plot >> nth=0"]) {
      const place = dashboard.page.locator(plot);
      await place.press("End");
      await dashboard.drawn();
      expect(await place.getAttribute("aria-valuetext")).toContain("diagnosis: overfitting");
      await place.press("ArrowLeft");
      await dashboard.drawn();
      expect(await place.getAttribute("aria-valuetext")).not.toContain("diagnosis");
      const { width, height } = (await place.boundingBox())!;
      await place.hover({ position: { x: width - 11, y: height / 2 } });
      await dashboard.drawn();
      expect(await place.locator(".runs-readout").textContent()).toContain("diagnosis: overfitting");
    }
    await dashboard.page.locator(".epoch-table summary").click();
    expect(await dashboard.page.locator(".marks").textContent()).toContain("diagnosis: overfitting");
  });
});

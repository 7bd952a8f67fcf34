import { cpSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunOptions } from "axe-core";
import { encode as encodePng } from "fast-png";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleDataset } from "../../src/data/sample/sampleDataset";
import { datasets } from "../../src/datasets/datasets";
import { runCli } from "../integration/cli/runCli";
import { limits } from "../support/limits.mjs";
import { removeFolder } from "../support/removeFolder";
import { layoutFaults } from "./appearance/layoutFaults";
import { applyTheme, readThemes, type ThemeName, themeNames, themeOf } from "./appearance/themes";
import { axeFaults } from "./axeFaults";
import { openWorkbench } from "./openWorkbench";
import type { Workbench } from "./Workbench";

/** Widths (pixels) of the editor, from half of a small window to a large one. */
const widths = [300, 480, 700, 1280];
const HEIGHT = 860;
/** The folder for pictures of every state. Without it, no pictures are taken. */
const pictures = process.env.FITTING_ROOM_SCREENSHOTS;
const pictureWidths = [700, 1280];

/** Two words of Latin letters in sequence, the second in lower case, as in English text. */
const english = /\b[A-Za-z]{2,} [a-z]{2,}\b/;

/** A name that is so long that the view has to cut it. */
const longName = "a-run-with-a-name-that-is-longer-than-a-narrow-editor-is-wide-and-then-some";
const train = ["train", "--sample", "--epochs", "2", "--threads", "1", "--kernels", "wasm-simd128"].concat([
  "--optimizer",
  "adam",
  "--learning-rate",
  "0.003",
]);
const trainings = [
  ["--name", longName, "--hidden", "16"],
  ["--name", "brisk-linen", "--model", "lenet5", "--validation-split", "0.1"],
];

/**
 * The states of the view by name, in the order in which they are shown. Each function leads from the state before it to
 * its own state.
 */
const states: Record<string, (frame: Frame, workbench: Workbench) => Promise<void>> = {
  async confusion(frame) {
    await open(frame, "confusion");
    await frame.locator(".calibration").waitFor();
    await frame.locator(".model-choices select").nth(1).selectOption("");
  },
  async comparison(frame) {
    await frame.locator(".model-choices select").nth(1).selectOption({ label: longName });
    await frame.locator(".comparison").waitFor();
  },
  async validation(frame) {
    await frame.locator(".model-choices select").first().selectOption("validation");
    await frame.locator(".model-header > [role=status]").waitFor();
    await frame.locator(".calibration svg").waitFor();
  },
  async images(frame) {
    await frame.locator(".model-choices select").first().selectOption("test");
    await open(frame, "images");
    await frame.locator(".tile").first().waitFor();
  },
  async image(frame, { page }) {
    await frame.locator(".image-grid").focus();
    await page.keyboard.press("3");
    await page.keyboard.press("Enter");
    await frame.locator("dialog .story").waitFor();
  },
  async map(frame, { page }) {
    await page.keyboard.press("Escape");
    await open(frame, "map");
    await frame.locator(".map-regions > button").first().click();
  },
  async suspects(frame) {
    await open(frame, "suspects");
    await frame.locator(".tile").first().waitFor();
  },
  async inside(frame) {
    await open(frame, "inside");
    await frame.locator(".figures-by-step > summary").click();
    await frame.locator(".filters").waitFor();
  },
  async try(frame) {
    await open(frame, "try");
    await frame.locator(".pad").waitFor();
  },
  async tried(frame) {
    await paste(frame, "a-photograph-of-a-garment-with-a-very-long-name.png");
    await frame.locator(".heat-map").waitFor();
  },
  async several(frame) {
    const long = "another-photograph-of-a-garment-with-a-very-long-name.png";
    await paste(frame, long, "1.png", "2.png", "3.png", "4.png", "5.png", "6.png", "7.png");
    await frame.locator("[role=option]:last-child > .picture-answer:not(:empty)").waitFor();
    await frame.locator("[role=listbox]").press("ArrowDown");
    await frame.locator(".heat-map").waitFor();
  },
  async network(frame) {
    await frame.locator("section > .pad-tools > [appearance=secondary]").click();
    await open(frame, "network");
    await frame.locator(".network-table").waitFor();
  },
  async data(frame) {
    await open(frame, "data");
    await frame.locator(".data-classes").waitFor();
  },
};

/** A folder with the runs of {@link trainings}, which the window of each language gets a copy of. */
const trained = mkdtempSync(join(tmpdir(), "fitting-room-trained-"));
beforeAll(async () => {
  for (const options of trainings)
    expect(await runCli([...train, ...options], trained)).toMatchObject({ code: 0 });
});
afterAll(() => removeFolder(trained));

describe.each([
  { language: "en", command: "Open Model" },
  { language: "ko", command: "모델 열기" },
])("The Model view in the language $language", { timeout: 3 * limits.test }, ({ language, command }) => {
  let workbench: Workbench;
  let frame: Frame;
  /** Width (pixels) of the parts of the window beside the view. */
  let beside: number;
  beforeAll(async () => {
    workbench = await openWorkbench({
      settings: { "fittingRoom.dataset.name": "sample" },
      fill: (folder) => cpSync(trained, folder, { recursive: true }),
      language,
    });
    await workbench.openSidePanel(300);
    await workbench.runCommand(`Fitting Room: ${command}`);
    frame = await workbench.frame("body[data-fitting-room-view=model] [role=tablist]", "editor");
    const viewWidth = () => frame.evaluate(() => innerWidth);
    const narrow = await viewWidth();
    await workbench.page.locator('.activitybar a[aria-label="Fitting Room"]').click();
    await workbench.page.locator(".part.sidebar").waitFor({ state: "hidden" });
    // The view gets its width after the part of the workbench around it.
    await workbench.until(async () => (await viewWidth()) > narrow);
    beside = workbench.page.viewportSize()!.width - (await viewWidth());
  });
  afterAll(() => workbench?.close());

  const resize = async (width: number) => {
    await workbench.page.setViewportSize({ width: width + beside, height: HEIGHT });
    await workbench.until(async () => (await frame.evaluate(() => innerWidth)) === width);
    await drawn(frame);
  };

  it("has a sound layout at every width, and no fault that axe reports, in every state", async () => {
    const faults: string[] = [];
    const themes = await readThemes();
    const applied = await frame.evaluate(themeOf);
    for (const [name, show] of Object.entries(states)) {
      await resize(1280);
      await show(frame, workbench);
      for (const width of widths) {
        await resize(width);
        for (const fault of await layoutFaults(frame)) faults.push(`${name} at ${width} px: ${fault}`);
      }
      await resize(700);
      const look = async (theme: string, options?: RunOptions) => {
        for (const fault of await axeFaults(frame, options))
          if (!isCounterAlone(fault)) faults.push(`${name}, ${theme}: ${fault}`);
      };
      await look("the theme of the workbench");
      if (language === "ko") {
        for (const line of await englishLines(frame)) faults.push(`${name} is English: ${line}`);
        continue;
      }
      // Themes differ in their colours only, and the colours are the same in both languages. The other themes are
      // therefore checked in English only.
      for (const [theme, looks] of Object.entries(themes)) {
        if (themeNames[theme as ThemeName] === applied.id) continue;
        await frame.evaluate(applyTheme, looks);
        await drawn(frame);
        await look(theme, { runOnly: "color-contrast" });
      }
      await frame.evaluate(applyTheme, applied);
    }
    expect(faults).toEqual([]);
  });

  if (pictures)
    it.each(Object.keys(themeNames) as ThemeName[])("is photographed, %s", async (theme) => {
      await workbench.configure({ "workbench.colorTheme": themeNames[theme] });
      await workbench.until(() =>
        frame.evaluate((id) => document.body.dataset.vscodeThemeId === id, themeNames[theme]),
      );
      for (const [name, show] of Object.entries(states)) {
        await show(frame, workbench);
        for (const width of pictureWidths) {
          await resize(width);
          const folder = join(pictures!, `model-${language}`, theme);
          mkdirSync(folder, { recursive: true });
          await workbench.page.screenshot({ path: join(folder, `${name}-${width}.png`) });
        }
      }
    });
});

/** The lines of the view's text, labels and titles that hold {@link english}. Names of classes do not count. */
async function englishLines(frame: Frame): Promise<string[]> {
  const shown = await frame.evaluate(() => {
    const named = [...document.querySelectorAll("[aria-label], [title], [aria-valuetext]")];
    const texts = named.flatMap((one) => [
      one.getAttribute("aria-label"),
      one.getAttribute("title"),
      one.getAttribute("aria-valuetext"),
    ]);
    return [document.body.innerText, ...texts].filter((text) => text !== null).join("\n");
  });
  const own = datasets.sample.classes.reduce((text, one) => text.replaceAll(one, ""), shown);
  return own.split("\n").filter((line) => english.test(line));
}

/**
 * Whether a fault is of axe's rule that an accessible name contains the visible text, and is about a number with the
 * Korean counter `장` or with `%`. No space separates the counter or the `%` from the number, so that axe does not find
 * the number as a word of the name.
 */
function isCounterAlone(fault: string): boolean {
  return fault.startsWith("label-content-name-mismatch") && /\d(장|%)/.test(fault);
}

function open(frame: Frame, part: string): Promise<void> {
  return frame.locator(`#tab-${part}`).click();
}

/** Pastes an image of the sample set as one or several files. */
async function paste(frame: Frame, ...names: string[]): Promise<void> {
  const data = sampleDataset().test.images.slice(0, 784);
  const bytes = [...encodePng({ width: 28, height: 28, depth: 8, channels: 1, data })];
  await frame.evaluate(
    ([names, bytes]) => {
      const clipboardData = new DataTransfer();
      for (const name of names) clipboardData.items.add(new File([Uint8Array.from(bytes)], name));
      document.dispatchEvent(new ClipboardEvent("paste", { clipboardData }));
    },
    [names, bytes] as const,
  );
}

/** Waits for three animation frames, after which every earlier change is drawn. */
async function drawn(frame: Frame): Promise<void> {
  await frame.evaluate(async () => {
    for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
  });
}

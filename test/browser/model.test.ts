import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli, trainSample } from "../integration/cli/runCli";
import { axeFaults } from "./axeFaults";
import { openWorkbench } from "./openWorkbench";
import type { Workbench } from "./Workbench";

/** Two trainings on the sample set that differ by their learning rate. */
const trainings = { careful: "0.01", brisk: "0.2" };

describe("What a network sees, in the Model view", () => {
  let workbench: Workbench;
  let frame: Frame;
  beforeAll(async () => {
    workbench = await openWorkbench({ settings: {} });
    for (const [name, rate] of Object.entries(trainings)) {
      const args = [...trainSample, "--epochs", "3", "--learning-rate", rate, "--name", name];
      expect(await runCli(args, workbench.folder)).toMatchObject({ code: 0 });
    }
    await workbench.openSidePanel(300);
    await workbench.untilListed(2);
    await workbench.chooseForRun(0, "Open Model");
    frame = await workbench.frame("body[data-fitting-room-view=model] [role=tablist]", "editor");
  });
  afterAll(() => workbench?.close());

  const press = async (...keys: string[]) => {
    for (const key of keys) await workbench.page.keyboard.press(key);
  };
  const matrix = () => frame.getByRole("grid", { name: /^Confusion matrix/ });
  const active = () => frame.locator("[role=gridcell][aria-selected=true]");
  const tiles = () => frame.locator(".tile");
  const dialog = () => frame.getByRole("dialog");
  const part = (name: string) => frame.getByRole("tab", { name });

  it("is the confusion matrix of the run's last epoch, which the keyboard walks through", async () => {
    expect(await frame.locator("h1").textContent()).toBe("brisk");
    expect(await frame.getByRole("slider", { name: "Epoch" }).getAttribute("aria-valuetext")).toMatch(
      /^3 of 3/,
    );
    expect(await matrix().getByRole("rowheader").count()).toBe(10);
    await matrix().focus();
    await press("Home", "Control+Home", "ArrowDown", "End");
    expect(await active().getAttribute("aria-label")).toMatch(/^Trouser taken for Ankle boot: /);
    await press("Control+Home");
    expect(await active().getAttribute("aria-label")).toMatch(/^T-shirt\/top recognized: \d+ images?$/);
    await workbench.screenshot("model-1-matrix");
  });

  it("is another matrix in another epoch and in another unit", async () => {
    const cells = () => matrix().getByRole("gridcell").allTextContents();
    const last = await cells();
    expect(last.map(Number).reduce((sum, count) => sum + count)).toBe(1000);
    await frame.getByRole("slider", { name: "Epoch" }).press("Home");
    await expect.poll(cells).not.toEqual(last);
    await frame.getByRole("slider", { name: "Epoch" }).press("End");
    await expect.poll(cells).toEqual(last);
    await frame.getByLabel("Values").selectOption("row");
    await expect.poll(async () => (await cells())[0]).toMatch(/^\d+\.\d$/);
    await frame.getByLabel("Values").selectOption("count");
  });

  it("has no fault that axe reports", async () => {
    expect(await axeFaults(frame)).toEqual([]);
  });

  it("leads from a cell to its images", async () => {
    await matrix().focus();
    await press("Control+Home", "Enter");
    await tiles().first().waitFor();
    await expect
      .poll(() => frame.getByRole("combobox", { name: "Label", exact: true }).inputValue())
      .toBe("0");
    const summary = await frame.locator(".images-summary").textContent();
    expect(summary).toMatch(/^\d+ of 1,000 images$/);
    expect(await tiles().first().getAttribute("aria-label")).toMatch(
      /^image [\d,]+: T-shirt\/top, predicted correctly with \d+\.\d%$/,
    );
    await expect.poll(() => isDrawn(frame, ".image-row > canvas")).toBe(true);
    await workbench.screenshot("model-2-images");
    expect(await axeFaults(frame)).toEqual([]);
  });

  it("shows an image large, with its probabilities and its story, and its neighbours by arrow keys", async () => {
    await frame.getByRole("grid", { name: "Images" }).focus();
    await press("Home", "Enter");
    const first = await dialog().getByRole("heading", { level: 2 }).textContent();
    expect(first).toMatch(/^Image [\d,]+$/);
    await dialog()
      .getByRole("img", { name: /^Probability of the label by epoch: \d/ })
      .waitFor();
    expect(await dialog().locator(".bars .bar").count()).toBe(10);
    await expect.poll(() => isDrawn(frame, ".image-large > canvas")).toBe(true);
    expect(await axeFaults(frame)).toEqual([]);
    await press("ArrowRight");
    await expect.poll(() => dialog().getByRole("heading", { level: 2 }).textContent()).not.toBe(first);
    await workbench.screenshot("model-3-image");
    await press("Escape");
    await expect.poll(() => dialog().count()).toBe(0);
    await frame.getByRole("button", { name: "Reset Filter" }).click();
  });

  it("is compared with what another run's network sees", async () => {
    await part("Confusion").click();
    await frame.getByLabel("Compare with").selectOption("careful");
    const card = frame.getByRole("region", { name: "Comparison" });
    await card.getByText(/^McNemar’s test: p [<=] [\d.]+\. /).waitFor();
    await frame.getByLabel("Cells").selectOption("fixed");
    await workbench.screenshot("model-4-comparison");
    const row = card.getByRole("listitem").filter({ hasText: "Only this is right" });
    const count = await row.locator("span").textContent();
    await row.getByRole("button").click();
    await expect.poll(() => frame.locator(".images-summary").textContent()).toBe(`${count} of 1,000 images`);
    await frame.getByLabel("Compare with").selectOption("");
    await expect.poll(() => frame.locator(".images-summary").textContent()).toBe("1,000 images");
  });

  it("is a map of the training set and a list of suspect labels", async () => {
    await part("Data Map").click();
    await frame.getByRole("button", { name: "Hard" }).click();
    await expect.poll(() => frame.locator(".images-summary").textContent()).toBe("1,334 of 4,000 images");
    await expect.poll(() => isDrawn(frame, ".map-plot > canvas")).toBe(true);
    await workbench.screenshot("model-5-map");
    expect(await axeFaults(frame)).toEqual([]);
    await part("Suspects").click();
    await expect.poll(() => frame.locator(".images-summary").textContent()).toBe("4,000 images");
    await expect.poll(() => isDrawn(frame, ".image-row > canvas")).toBe(true);
    await workbench.screenshot("model-6-suspects");
  });

  it("is there again after a reload, as it was", async () => {
    await part("Confusion").click();
    await frame.getByLabel("Values").selectOption("column");
    await workbench.reload();
    frame = await workbench.frame("body[data-fitting-room-view=model] [role=tablist]", "editor");
    expect(await frame.locator("h1").textContent()).toBe("brisk");
    expect(await frame.getByLabel("Values").inputValue()).toBe("column");
  });
});

/** Whether the first canvas of a selector has anything drawn. */
function isDrawn(frame: Frame, selector: string): Promise<boolean> {
  return frame
    .locator(selector)
    .first()
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value) => value > 0);
    });
}

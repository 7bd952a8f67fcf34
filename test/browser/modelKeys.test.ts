import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode as encodePng } from "fast-png";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from "vitest";
import { sampleDataset } from "../../src/data/sample/sampleDataset";
import { runCli, trainSample } from "../integration/cli/runCli";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

/** Largest number of presses of a key, such as Tab, from one element to another. */
const MOST = 40;

describe("By keyboard alone, the Model view", () => {
  let workbench: Workbench;
  let frame: Frame;
  beforeAll(async () => {
    workbench = await openWorkbench({
      settings: {
        "fittingRoom.dataset.name": "sample",
        "fittingRoom.hyperparameters.epochs": 3,
        "fittingRoom.hyperparameters.hiddenLayers": [16],
        "fittingRoom.hyperparameters.learningRate": 0.1,
      },
    });
    const args = [...trainSample, "--epochs", "2", "--learning-rate", "0.2", "--name", "other"];
    expect(await runCli(args, workbench.folder)).toMatchObject({ code: 0 });
  });
  afterAll(() => workbench?.close());
  beforeEach(({ task }) => {
    onTestFailed(() => workbench.photograph(`failed-${task.name}`.replaceAll(/\W+/g, "-")));
  });

  const press = async (...keys: string[]) => {
    for (const key of keys) await workbench.page.keyboard.press(key);
  };
  /** What a screen reader calls the element with the focus. */
  const focused = () =>
    frame.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      if (!element || element === document.body) return "nothing";
      const { labels } = element;
      const label = labels?.length ? (labels[0]!.querySelector("span")?.textContent ?? "") : "";
      return element.getAttribute("aria-label") ?? (label || element.textContent!.trim());
    });
  /** Presses a key until an element with this name has the focus. @throws after more than {@link MOST} presses */
  const moveTo = async (name: RegExp, key = "Tab") => {
    const passed: string[] = [];
    while (!name.test(passed.at(-1) ?? "")) {
      if (passed.length > MOST) throw new Error(`${key} does not lead to ${name}: ${passed.join(", ")}`);
      await press(key);
      passed.push(await focused());
    }
    if (process.env.FITTING_ROOM_KEYS) console.log(`${key} × ${passed.length}: ${passed.join(" | ")}`);
  };
  const part = (id: string) => frame.locator(`#tab-${id}[aria-selected=true]`).waitFor();
  const told = (selector: string) => frame.locator(`${selector}[aria-live]`).textContent();

  it("is opened, and a cell of the matrix is reached", async () => {
    await workbench.openSidePanel(300);
    await workbench.runCommand("Fitting Room: Train FashionMNIST");
    const runs = () => RecordedRun.all(workbench.folder);
    await workbench.until(
      async () => runs().length === 2 && runs().every((run) => run.events().at(-1)?.type === "ended"),
    );
    await workbench.runCommand("Fitting Room: Open Model");
    frame = await workbench.frame("body[data-fitting-room-view=model] .matrix", "editor");
    await workbench.until(() => frame.evaluate(() => document.hasFocus()));
    await moveTo(/^Confusion matrix/);
    await press("Control+Home", "ArrowDown");
    await expect.poll(() => told(".cell-panel")).toMatch(/^Trouser taken for T-shirt\/top: \d+ image/);
  });

  it("leads from a cell to its images, one of them and back", async () => {
    await press("ArrowRight", "Enter");
    await part("images");
    await expect.poll(focused).toBe("Images");
    await frame.locator(".tile").first().waitFor();
    await press("Enter");
    await frame.locator("dialog .story").waitFor();
    await expect.poll(() => told("dialog .visually-hidden")).toMatch(/^image [\d,]+: Trouser, predicted/);
    const first = await told("dialog .visually-hidden");
    await press("ArrowRight");
    await expect.poll(() => told("dialog .visually-hidden")).not.toBe(first);
    await press("Escape");
    await expect.poll(focused).toBe("Images");
  });

  it("opens no image where there is none, and keeps the focus near a control that goes away", async () => {
    await moveTo(/^Confidence from/, "Shift+Tab");
    await workbench.page.keyboard.type("10");
    // The view is drawn anew after each renaming of a run, while the user types.
    for (const [before, name] of [["other", "renamed"] as const, ["renamed", "other"] as const]) {
      expect(await runCli(["rename", before, name], workbench.folder)).toMatchObject({ code: 0 });
      await frame.locator("option", { hasText: name }).waitFor({ state: "attached" });
    }
    await workbench.page.keyboard.type("0");
    await moveTo(/^Images$/);
    await frame.getByText("No image passes the filter.").waitFor();
    await press("Enter");
    await moveTo(/^Reset Filter$/, "Shift+Tab");
    await press("Enter");
    await expect.poll(() => frame.locator(".images-summary").textContent()).toBe("1,000 images");
    expect(await focused()).toBe("Label");
    expect(await frame.locator("dialog").count()).toBe(0);
  });

  it("compares two runs and says which is better", async () => {
    await moveTo(/^Images$/, "Shift+Tab");
    await press("ArrowLeft");
    await part("confusion");
    await moveTo(/^Compare with$/, "Shift+Tab");
    await press("End");
    await expect.poll(() => told(".compared-told")).toMatch(/^other: only this is right \d+, .*McNemar/);
    expect(await focused()).toBe("Compare with");
  });

  it("marks two suspects and trains without them", async () => {
    await moveTo(/^Confusion$/);
    await press("ArrowRight", "ArrowRight", "ArrowRight");
    await part("suspects");
    await frame.getByText("4,000 images", { exact: true }).waitFor();
    await moveTo(/^Images$/);
    await press("1", "ArrowRight", "2");
    await expect
      .poll(() => told(".marks-bar .visually-hidden"))
      .toMatch(/^Image [\d,]+ is marked: bad image\.$/);
    const count = RecordedRun.all(workbench.folder).length;
    await moveTo(/^Train without 2 images$/, "Shift+Tab");
    await press("Enter");
    await workbench.until(async () => RecordedRun.all(workbench.folder).length > count);
    await workbench.until(
      async () => RecordedRun.all(workbench.folder).at(-1)!.events().at(-1)?.type === "ended",
    );
  });

  it("classifies a file", async () => {
    const data = sampleDataset().test.images.slice(0, 784);
    const path = join(workbench.folder, "garment.png");
    writeFileSync(path, encodePng({ width: 28, height: 28, depth: 8, channels: 1, data }));
    await moveTo(/^Suspects$/, "Shift+Tab");
    await press("ArrowRight", "ArrowRight");
    await part("try");
    await moveTo(/^Open Image…$/);
    await press("Enter");
    await workbench.question.waitFor();
    await workbench.typePath(path);
    await workbench.question.press("Enter");
    await frame.getByRole("img", { name: "Picture of the file garment.png" }).waitFor();
    await expect.poll(() => told(".try-told")).toMatch(/ with \d/);
    await workbench.until(() => frame.evaluate(() => document.hasFocus()));
    expect(await focused()).toBe("Open Image…");
  });

  it("classifies a drawing", async () => {
    await moveTo(/^Draw Instead$/);
    await press("Enter");
    await frame.locator(".pad").waitFor();
    expect(await focused()).toBe("Open Image…");
    await moveTo(/^Drawing pad/, "Shift+Tab");
    await press("Shift+ArrowUp", "Space");
    await expect
      .poll(() => told(".drawing-pad .visually-hidden"))
      .toMatch(/^Pen down, 50% from the left, 38% /);
    await press("Shift+ArrowDown", "Shift+ArrowDown", "Space", "ArrowLeft");
    await expect
      .poll(() => told(".drawing-pad .visually-hidden"))
      .toMatch(/^Pen up, 47% from the left, 63% /);
    await expect.poll(() => told(".try-told")).toMatch(/ with \d/);
    await workbench.screenshot("model-keys-drawing");
    await press("Control+z");
    await expect.poll(() => told(".try-told")).toBe("");
  });
});

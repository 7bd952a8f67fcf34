import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode as encodePng } from "fast-png";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleDataset } from "../../src/data/sample/sampleDataset";
import { percentage } from "../../src/runs/figures";
import type { RunEvent } from "../../src/runs/RunEvent";
import orientations from "../fixtures/orientations.json" with { type: "json" };
import { parseLines, runCli, trainSample } from "../integration/cli/runCli";
import { axeFaults } from "./axeFaults";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

/** The learning rates of two trainings on the sample set, by the names of their runs. */
const trainings = { careful: "0.01", brisk: "0.2" };

describe("The Model view", () => {
  let workbench: Workbench;
  let frame: Frame;
  beforeAll(async () => {
    workbench = await openWorkbench({
      settings: {
        "fittingRoom.dataset.name": "sample",
        // Otherwise the Explorer selects the file of a tab that has opened, in place of the files that a test selects.
        "explorer.autoReveal": false,
      },
    });
  });
  afterAll(async () => {
    await workbench?.close();
  });

  it("shows the data set of the settings before any training", async () => {
    await workbench.runCommand("Fitting Room: Show Data Set");
    frame = await workbench.frame("body[data-fitting-room-view=model] .data-part", "editor");
    const row = (name: string) => frame.getByRole("row", { name }).first().textContent();
    await expect.poll(() => row("Images")).toBe("Images4,0001,000");
    await expect.poll(() => row("Exact duplicates")).toBe("Exact duplicates00");
    await expect.poll(() => row("Trouser")).toBe("Trouser400100");
    await frame.getByText("In both sets: 0 images.").waitFor();
    await expect
      .poll(() => frame.getByRole("img", { name: /^(Mean image of|The first training images of) / }).count())
      .toBe(20);
    await expect.poll(() => isDrawn(frame, ".data-classes canvas")).toBe(true);
    expect(await axeFaults(frame)).toEqual([]);
    await workbench.screenshot("model-0-data");
  });

  it("opens from the row of a run", async () => {
    for (const [name, rate] of Object.entries(trainings)) {
      const args = [...trainSample, "--epochs", "3", "--learning-rate", rate, "--name", name];
      expect(await runCli(args, workbench.folder)).toMatchObject({ code: 0 });
    }
    await workbench.openSidePanel(300);
    await workbench.untilListed(2);
    await workbench.chooseForRun(0, "Open Model");
    frame = await workbench.frame("body[data-fitting-room-view=model] [role=tablist]", "editor");
  });

  const press = async (...keys: string[]) => {
    for (const key of keys) await workbench.page.keyboard.press(key);
  };
  const matrix = () => frame.getByRole("grid", { name: /^Confusion matrix/ });
  const active = () => frame.locator("[role=gridcell][aria-selected=true]");
  const tiles = () => frame.locator(".tile");
  const dialog = () => frame.getByRole("dialog");
  const part = (name: string) => frame.getByRole("tab", { name });

  const middleOfView = async () => {
    const { x, y, width, height } = (await (await frame.frameElement()).boundingBox())!;
    return { x: x + width / 2, y: y + height / 2 };
  };

  it("shows the confusion matrix of the run's last epoch, whose cells the keyboard reaches", async () => {
    await expect.poll(() => frame.locator("h1").textContent()).toBe("brisk");
    await expect
      .poll(() => frame.getByRole("slider", { name: "Epoch" }).getAttribute("aria-valuetext"))
      .toMatch(/^3 of 3/);
    await expect.poll(() => matrix().getByRole("rowheader").count()).toBe(10);
    await matrix().focus();
    await press("Home", "Control+Home", "ArrowDown", "End");
    await expect.poll(() => active().getAttribute("aria-label")).toMatch(/^Trouser taken for Ankle boot: /);
    await press("Control+Home");
    await expect
      .poll(() => active().getAttribute("aria-label"))
      .toMatch(/^T-shirt\/top recognized: \d+ images?$/);
    await workbench.screenshot("model-1-matrix");
  });

  it("shows another matrix for another epoch and in another unit", async () => {
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

  it("lists the layers of the network in a table", async () => {
    await part("Network").click();
    const row = frame.getByRole("row", { name: /^linear_relu_stack\.0 Linear/ });
    await row.waitFor();
    await expect
      .poll(() => row.getByRole("cell").allTextContents())
      .toEqual(["Linear", "[1, 16]", "12,560", "12,560"]);
    // The title of this part leaves out the number of test images and the accuracy, which say nothing about the layers.
    await expect.poll(() => frame.locator(".model-title > p").textContent()).toBe("Sample set");
    await workbench.screenshot("model-network");
    expect(await axeFaults(frame)).toEqual([]);
    await part("Confusion").click();
    await expect
      .poll(() => frame.locator(".model-title > p").textContent())
      .toMatch(/^Sample set, 1,000 images · accuracy /);
  });

  it("leads from a cell of the matrix to its images", async () => {
    await matrix().focus();
    await press("Control+Home", "Enter");
    await tiles().first().waitFor();
    await expect
      .poll(() => frame.getByRole("combobox", { name: "Label", exact: true }).inputValue())
      .toBe("0");
    await expect.poll(() => frame.locator(".images-summary").textContent()).toMatch(/^\d+ of 1,000 images$/);
    await expect
      .poll(() => tiles().first().getAttribute("aria-label"))
      .toMatch(/^image [\d,]+: T-shirt\/top, predicted correctly with \d+\.\d%$/);
    await expect.poll(() => isDrawn(frame, ".image-row > canvas")).toBe(true);
    await workbench.screenshot("model-2-images");
    expect(await axeFaults(frame)).toEqual([]);
  });

  it("shows an image large, with its probabilities, their course by epoch, and by arrow keys the next images", async () => {
    await frame.getByRole("grid", { name: "Images" }).focus();
    await press("Home", "Enter");
    const first = await dialog().getByRole("heading", { level: 2 }).textContent();
    expect(first).toMatch(/^Image [\d,]+$/);
    await dialog()
      .getByRole("img", { name: /^Probability of the label by epoch: \d/ })
      .waitFor();
    await expect.poll(() => dialog().locator(".bars .bar").count()).toBe(10);
    await expect.poll(() => isDrawn(frame, ".image-large > canvas")).toBe(true);
    expect(await axeFaults(frame)).toEqual([]);
    await press("ArrowRight");
    await expect.poll(() => dialog().getByRole("heading", { level: 2 }).textContent()).not.toBe(first);
    await workbench.screenshot("model-3-image");
    await press("Escape");
    await expect.poll(() => dialog().count()).toBe(0);
    await frame.getByRole("button", { name: "Reset Filter" }).click();
  });

  it("compares the run's network with that of another run", async () => {
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

  it("shows a map of the training set and a list of suspect labels", async () => {
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

  it("marks images by keys, and the next training leaves them out", async () => {
    const grid = frame.getByRole("grid", { name: "Images" });
    await grid.focus();
    await press("Home", "1", "ArrowRight", "2", "ArrowRight", "3");
    const bar = frame.locator(".marks-bar");
    await bar.getByText("Marked: 3 images").waitFor();
    await expect.poll(() => tiles().first().getAttribute("aria-label")).toMatch(/; marked: wrong label$/);
    await press("ControlOrMeta+z");
    await bar.getByText("Marked: 2 images").waitFor();
    await expect.poll(() => bar.locator("[aria-live]").textContent()).toMatch(/^Image [\d,]+ has no mark\.$/);
    await workbench.screenshot("model-7-marks");
    await press("ArrowLeft", "Enter");
    const button = dialog().getByRole("button", { name: "bad image" });
    await expect.poll(() => button.getAttribute("aria-pressed")).toBe("true");
    expect(await axeFaults(frame)).toEqual([]);
    await workbench.screenshot("model-8-marked-image");
    await press("Escape");
    await frame.getByRole("combobox", { name: "Mark" }).selectOption({ value: "any" });
    await expect.poll(() => frame.locator(".images-summary").textContent()).toBe("2 of 4,000 images");
    const marksFile = join(RecordedRun.runsFolder(workbench.folder), ".sample.marks.json");
    const marks = () => JSON.parse(readFileSync(marksFile, "utf8")).train;
    await expect.poll(() => Object.values(marks()).sort()).toEqual(["badImage", "wrongLabel"]);
    await frame.getByRole("button", { name: "Reset Filter" }).click();
    await bar.getByRole("button", { name: "Train without 2 images" }).click();
    await workbench.untilListed(3);
    const run = RecordedRun.all(workbench.folder).at(-1)!;
    const { config } = JSON.parse(readFileSync(join(run.folder, "run.json"), "utf8"));
    const marked = Object.keys(marks()).map(Number);
    expect(config.dataset.exclude).toEqual(marked.sort((a, b) => a - b));
    expect(config.learningRate).toBe(0.2);
    await workbench.until(async () => run.events().at(-1)?.type === "ended");
    const name = run.name();
    const notice = frame.locator(".trained-notice");
    await notice.getByText(`${name} has been trained without 2 images.`).waitFor();
    expect(await axeFaults(frame)).toEqual([]);
    await workbench.screenshot("model-trained-without");
    await notice.getByRole("button", { name: "Compare with It" }).press("Enter");
    const comparison = frame.getByRole("region", { name: "Comparison" });
    await comparison.getByText(`Only ${name} is right`).waitFor();
    await notice.getByRole("button", { name: "Show in Live" }).press("Enter");
    const live = await workbench.dashboard("panel");
    await expect.poll(() => live.frame.locator("h1").textContent()).toContain(name);
    await notice.getByRole("button", { name: "Dismiss" }).press("Enter");
    await expect.poll(() => notice.textContent()).toBe("");
    await frame.getByLabel("Compare with").selectOption("");
  });

  it("shows the data on which the run was trained", async () => {
    await workbench.runCommand("Fitting Room: Show Data Set");
    await expect
      .poll(() => frame.getByRole("tab", { name: "Data", exact: true }).getAttribute("aria-selected"))
      .toBe("true");
    await frame.getByRole("row", { name: "Exact duplicates" }).waitFor();
  });

  it("shows what the layers did during the training", async () => {
    await part("Inside").click();
    const layers = frame.getByRole("table").first();
    await expect
      .poll(() => layers.getByRole("button").allTextContents())
      .toEqual(["linear_relu_stack.0", "linear_relu_stack.2"]);
    const weights = () => frame.getByRole("img", { name: /^Weights of / });
    await expect
      .poll(() => weights().getAttribute("aria-label"))
      .toMatch(/^Weights of linear_relu_stack\.0: .* At step 1 from -0\.0\d+ to 0\.0\d+\./);
    await layers.getByRole("button", { name: "linear_relu_stack.2" }).press("Enter");
    await expect
      .poll(() => weights().getAttribute("aria-label"))
      .toMatch(/^Weights of linear_relu_stack\.2: /);
    const chart = frame.getByRole("slider", { name: /^Norm of the gradients/ });
    await chart.press("Home");
    await expect.poll(() => chart.getAttribute("aria-valuetext")).toMatch(/^step 1, /);
    await expect.poll(() => isDrawn(frame, ".filters > canvas")).toBe(true);
    await frame.getByText("Figures by step").click();
    await workbench.screenshot("model-9-inside");
    expect(await axeFaults(frame)).toEqual([]);
  });

  it("shows the network's answer for an image file of the Explorer, the same as in the terminal", async () => {
    const { images } = sampleDataset().test;
    const png = encodePng({ width: 28, height: 28, depth: 8, channels: 1, data: images.slice(0, 784) });
    writeFileSync(join(workbench.folder, "garment.png"), png);
    const { stdout } = await runCli(["predict", "brisk", "garment.png", "--json"], workbench.folder);
    const [{ name, predicted, probabilities }] = JSON.parse(`[${stdout}]`);
    await workbench.chooseForFile("garment.png", "Classify with Fitting Room");
    const answer = frame.getByRole("region", { name: "Answer" });
    await expect
      .poll(() => answer.locator(".try-prediction").textContent())
      .toBe(`${name} with ${percentage(probabilities[predicted])}`);
    await expect.poll(() => part("Try").getAttribute("aria-selected")).toBe("true");
    const shares = () => answer.locator(".bars dd:last-child").allTextContents();
    await expect.poll(shares).toEqual(probabilities.map(percentage));
    const bright = () => isDrawn(frame, ".picture-steps li:last-child > canvas");
    await expect.poll(bright).toBe(true);
    await workbench.screenshot("model-7-try");
    expect(await axeFaults(frame)).toEqual([]);
    await frame.getByRole("checkbox", { name: "Invert" }).press("Space");
    await expect.poll(shares).not.toEqual(probabilities.map(percentage));
    await frame.getByLabel("What speaks for").selectOption("Bag");
    await answer.getByText("brighter is more Bag").waitFor();
  });

  it("shows the network's answer for a drawing, whose strokes can be undone", async () => {
    await frame.getByRole("button", { name: "Draw Instead" }).click();
    const answer = frame.getByRole("region", { name: "Answer" });
    await expect.poll(() => answer.count()).toBe(0);
    const pad = (await frame.locator(".pad").boundingBox())!;
    const at = (x: number, y: number) => [pad.x + x * pad.width, pad.y + y * pad.height] as const;
    const { mouse } = workbench.page;
    await frame.getByRole("combobox", { name: "Width" }).selectOption("thick");
    for (const x of [0.4, 0.6]) {
      await mouse.move(...at(x, 0.15));
      await mouse.down();
      await mouse.move(...at(x, 0.85), { steps: 8 });
      await mouse.up();
    }
    await answer.locator(".bars").waitFor();
    await expect.poll(() => frame.locator(".pad").boundingBox()).toEqual(pad);
    await expect
      .poll(() => frame.getByRole("checkbox", { name: "Trim the background" }).isChecked())
      .toBe(true);
    await expect.poll(() => answer.locator(".bars .bar").count()).toBe(10);
    await expect.poll(() => isDrawn(frame, ".heat-map > canvas:last-of-type")).toBe(true);
    await workbench.screenshot("model-8-drawing");
    expect(await axeFaults(frame)).toEqual([]);
    await frame.getByRole("button", { name: "Undo" }).click();
    await frame.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => answer.count()).toBe(0);
  });

  it("shows the network's answer for a pasted image, and a message for a file that is not an image", async () => {
    const paste = (name: string, bytes: number[]) =>
      frame.evaluate(
        ([name, bytes]) => {
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([Uint8Array.from(bytes)], name));
          document.dispatchEvent(new ClipboardEvent("paste", { clipboardData }));
        },
        [name, bytes] as const,
      );
    await paste("notes.png", [1, 2, 3]);
    const alert = frame.getByRole("alert");
    await expect.poll(() => alert.textContent()).toBe("notes.png is not used: it is neither PNG nor JPEG.");
    const data = new Uint8Array(4 * 40 * 20).fill(255).fill(0, 800, 1600);
    await paste("bar.png", [...encodePng({ width: 40, height: 20, depth: 8, channels: 4, data })]);
    await frame.getByRole("img", { name: "Picture of the file bar.png" }).waitFor();
    await expect.poll(() => alert.count()).toBe(0);
    await part("Images").click();
    await part("Try").click();
    await frame.getByRole("img", { name: "Picture of the file bar.png" }).waitFor();
  });

  it("shows the network's answer for a photograph dropped from the desktop, turned as in the terminal", async () => {
    const { jpeg, width, height } = orientations.find(({ orientation }) => orientation === 6)!;
    const path = join(workbench.folder, "turned.jpg");
    writeFileSync(path, Buffer.from(jpeg, "base64"));
    const { stdout } = await runCli(["predict", "brisk", "turned.jpg", "--json"], workbench.folder);
    const { name, probabilities } = JSON.parse(stdout);
    const desktop = await workbench.page.context().newCDPSession(workbench.page);
    const { x, y } = await middleOfView();
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    await desktop.send("Input.dispatchDragEvent", { type: "dragEnter", x, y, data });
    await desktop.send("Input.dispatchDragEvent", { type: "dragOver", x: x + 5, y, data });
    await frame.locator(".try-part.dragged-over").waitFor();
    await desktop.send("Input.dispatchDragEvent", { type: "drop", x: x + 5, y, data });
    await frame.getByRole("img", { name: "Picture of the file turned.jpg" }).waitFor();
    await expect.poll(() => frame.locator(".try-part.dragged-over").count()).toBe(0);
    const grey = frame.getByRole("img", { name: "The picture after the step “Grey”" });
    const size = () =>
      grey.evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        return [canvas.width, canvas.height];
      });
    await expect.poll(size).toEqual([width, height]);
    const answer = frame.getByRole("region", { name: "Answer" });
    await expect.poll(() => answer.locator(".try-prediction").textContent()).toMatch(`${name} with `);
    // The JPEG decoders of the browser and of the terminal differ by less than 1 of 255 in each pixel. The
    // probabilities may therefore differ, here by less than 1 percentage point.
    const differences = async () => {
      const shares = await answer.locator(".bars dd:last-child").allTextContents();
      return shares.map((share, one) => Math.abs(Number.parseFloat(share) - 100 * probabilities[one]));
    };
    await expect.poll(async () => (await differences()).filter((one) => one < 1)).toHaveLength(10);
    await workbench.screenshot("model-dropped");
  });

  it("shows the network's answer for each of several files that are dropped together", async () => {
    const { images } = sampleDataset().test;
    const paths = [0, 1, 2].map((index) => {
      const data = images.slice(784 * index, 784 * (index + 1));
      const path = join(workbench.folder, `garment-${index + 1}.png`);
      writeFileSync(path, encodePng({ width: 28, height: 28, depth: 8, channels: 1, data }));
      return path;
    });
    const desktop = await workbench.page.context().newCDPSession(workbench.page);
    const { x, y } = await middleOfView();
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver"] as const)
      await desktop.send("Input.dispatchDragEvent", { type, x, y, data });
    await frame.locator(".try-part.dragged-over").waitFor();
    await desktop.send("Input.dispatchDragEvent", { type: "drop", x, y, data });
    const shown = frame.locator(".several-pictures > [aria-live]");
    await expect.poll(() => shown.textContent()).toBe("Picture 1 of 3: garment-1.png");
    await frame.getByRole("img", { name: "Picture of the file garment-1.png" }).waitFor();
    await frame.getByRole("button", { name: "Next picture" }).press("Enter");
    await frame.getByRole("img", { name: "Picture of the file garment-2.png" }).waitFor();
    await expect.poll(() => shown.textContent()).toBe("Picture 2 of 3: garment-2.png");
    expect(await axeFaults(frame)).toEqual([]);
    const list = frame.getByRole("listbox", { name: "Pictures with the network’s answers" });
    const answers = () => list.getByRole("option").locator(".picture-answer").allTextContents();
    const withAnswer = expect.stringMatching(/ with [\d.]+ ?%$/);
    await expect.poll(answers).toEqual([withAnswer, withAnswer, withAnswer]);
    await list.focus();
    await press("End");
    await expect.poll(() => shown.textContent()).toBe("Picture 3 of 3: garment-3.png");
    const [, , third] = await answers();
    await expect.poll(() => frame.locator(".try-prediction").textContent()).toBe(third);
    await press("ArrowUp");
    await expect.poll(() => shown.textContent()).toBe("Picture 2 of 3: garment-2.png");
    expect(await axeFaults(frame)).toEqual([]);
    await workbench.screenshot("model-several");
    await frame.getByRole("button", { name: "Draw Instead" }).click();
    await frame.getByRole("application", { name: /^Drawing pad/ }).waitFor();
    await expect.poll(() => shown.count()).toBe(0);
  });

  it("shows the network's answer for each image that is selected in the Explorer, also in a new tab", async () => {
    writeFileSync(join(workbench.folder, "garment-2.png"), "no picture");
    await workbench.chooseForFile("garment-1.png", "Classify with Fitting Room", "garment-3.png");
    const listed = "body[data-fitting-room-view=model] .picture-list";
    // The click that selects the first file also opens the file in a tab, which hides the view. The command of the
    // context menu then shows the view again.
    frame = await workbench.frame(listed, "editor");
    const options = () => frame.getByRole("listbox", { name: /^Pictures with/ }).getByRole("option");
    const texts = () => options().allTextContents();
    await expect.poll(async () => (await texts())[1]).toMatch(/: it is neither PNG nor JPEG\.$/);
    await expect.poll(async () => (await texts())[2]).toMatch(/^garment-3\.png.* with /);
    await options().nth(2).click();
    await frame.getByRole("img", { name: "Picture of the file garment-3.png" }).waitFor();
    await workbench.screenshot("model-selected");
    await workbench.runCommand("View: Close All Editors");
    // Unlike "Open Model", this command keeps the run and the pictures of the view that was closed.
    await workbench.runCommand("Fitting Room: Show Data Set");
    frame = await workbench.frame("body[data-fitting-room-view=model] [role=tablist]", "editor");
    await part("Try").click();
    await frame.getByRole("img", { name: "Picture of the file garment-3.png" }).waitFor();
    await expect.poll(() => options().count()).toBe(3);
  });

  it("accepts an image that is dragged from the Explorer with Shift", async () => {
    const { page } = workbench;
    await workbench.runCommand("File: Focus on Files Explorer");
    const row = page.locator('.explorer-folders-view .monaco-list-row[aria-label^="garment.png"]');
    await row.waitFor();
    const from = (await row.boundingBox())!;
    await page.mouse.move(from.x + 40, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + from.height / 2 + 4, { steps: 4 });
    await page.keyboard.down("Shift");
    const to = await middleOfView();
    await page.mouse.move(to.x, to.y, { steps: 8 });
    // VS Code lets the view receive the drag a moment after Shift was pressed.
    await workbench.until(async () => {
      await page.mouse.move(to.x + 10, to.y, { steps: 3 });
      await page.mouse.move(to.x, to.y, { steps: 3 });
      return (await frame.locator(".try-part.dragged-over").count()) === 1;
    });
    await page.mouse.up();
    await page.keyboard.up("Shift");
    await frame.getByRole("img", { name: "Picture of the file garment.png" }).waitFor();
  });

  it("shows the same run, epoch and unit after a reload", async () => {
    await part("Confusion").click();
    const slider = () => frame.getByRole("slider", { name: "Epoch" });
    await frame.getByLabel("Values").selectOption("column");
    const cells = () => matrix().getByRole("gridcell").allTextContents();
    await expect.poll(async () => (await cells())[0]).toMatch(/^\d+\.\d$/);
    const last = await cells();
    await slider().press("ArrowLeft");
    // The view sends its state before it requests the matrix. Once the matrix is shown, the host has stored the state.
    await expect.poll(cells).not.toEqual(last);
    await workbench.reload();
    frame = await workbench.frame("body[data-fitting-room-view=model] [role=tablist]", "editor");
    await expect.poll(() => frame.locator("h1").textContent()).toBe("brisk");
    await expect.poll(() => frame.getByLabel("Values").inputValue()).toBe("column");
    await expect.poll(() => slider().getAttribute("aria-valuetext")).toMatch(/^2 of 3/);
  });

  it("shows the validation set of a run that has one, and compares it between runs that hold out the same images", async () => {
    const events = new Map<string, RunEvent[]>();
    for (const [name, split] of Object.entries({ held: "0.1", heldToo: "0.1", heldMore: "0.2" })) {
      const args = [...trainSample, "--epochs", "2", "--seed", String(events.size), "--name", name];
      const { code, stdout } = await runCli(
        [...args, "--validation-split", split, "--json"],
        workbench.folder,
      );
      expect(code).toBe(0);
      events.set(name, parseLines(stdout));
    }
    await workbench.openSidePanel(300);
    await workbench.untilListed(6);
    await workbench.chooseForRun(2, "Open Model");
    await expect.poll(() => frame.locator("h1").textContent()).toBe("held");
    const set = frame.getByRole("combobox", { name: "Set", exact: true });
    await expect
      .poll(() => set.locator("option").allTextContents())
      .toEqual(["test set", "validation set", "training set"]);
    await part("Confusion").click();
    const slider = frame.getByRole("slider", { name: "Epoch" });
    await expect.poll(() => slider.getAttribute("aria-valuetext")).toBe("2 of 2 (best by validation)");
    // The answers of the training set are those of the images that are not held out.
    await set.selectOption("train");
    await expect
      .poll(() => frame.locator(".model-title > p").textContent())
      .toMatch(/^Sample set, 3,600 of 4,000 images · accuracy /);
    await set.selectOption("validation");
    const last = events.get("held")!.findLast((event) => event.type === "epoch")!;
    await expect
      .poll(() => frame.locator(".model-title > p").textContent())
      .toBe(`Sample set, 400 images · accuracy ${percentage(last.validationAccuracy!)}`);
    await frame.getByLabel("Values").selectOption("count");
    const cells = async () => (await matrix().getByRole("gridcell").allTextContents()).map(Number);
    await expect.poll(cells).toEqual(last.validationConfusion!.flat());
    await frame.getByRole("region", { name: "Calibration" }).getByRole("img").waitFor();
    await workbench.screenshot("model-validation");
    expect(await axeFaults(frame)).toEqual([]);

    await part("Images").click();
    await frame.getByLabel("Order").selectOption("index");
    await expect.poll(() => frame.locator(".images-summary").textContent()).toBe("400 images");
    // The 400 held-out images are the last ones of the training set, and keep their numbers in the training set.
    await expect.poll(() => tiles().first().getAttribute("aria-label")).toMatch(/^image 3,600: /);
    await frame.getByRole("grid", { name: "Images" }).focus();
    await press("Home", "Enter");
    await expect.poll(() => dialog().getByRole("heading", { level: 2 }).textContent()).toBe("Image 3,600");
    await dialog()
      .getByRole("img", { name: /^Probability of the label by epoch: / })
      .waitFor();
    const { images } = sampleDataset().train;
    await expect
      .poll(() => pixelsOf(frame, ".image-large > canvas"))
      .toEqual([...images.subarray(3600 * 784, 3601 * 784)]);
    await press("1", "Escape");
    await frame.locator(".marks-bar").getByText("Marked: 1 image").waitFor();

    await frame.getByLabel("Compare with").selectOption("heldToo");
    await expect
      .poll(() => frame.getByRole("combobox", { name: "Answer", exact: true }).locator("option").count())
      .toBe(7);
    for (const other of ["heldMore", "careful"]) {
      await frame.getByLabel("Compare with").selectOption(other);
      await frame
        .getByText(
          `${other} does not hold out the same images for validation, so its answers to them cannot be compared.`,
        )
        .waitFor();
    }
    await set.selectOption("test");
    await expect
      .poll(() => frame.getByRole("combobox", { name: "Answer", exact: true }).locator("option").count())
      .toBe(7);
  });
});

/** Whether anything is drawn on the first canvas that matches a selector. */
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

/** The 28 × 28 grey values (0 to 255), row-major, of the sample set's image that a canvas shows enlarged. */
function pixelsOf(frame: Frame, selector: string): Promise<number[]> {
  return frame
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { width } = element as HTMLCanvasElement;
      const { data } = (element as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, width, width);
      const middle = (at: number) => Math.floor(((at + 0.5) * width) / 28);
      return Array.from(
        { length: 784 },
        (_, pixel) => data[4 * (middle(Math.floor(pixel / 28)) * width + middle(pixel % 28))]!,
      );
    });
}

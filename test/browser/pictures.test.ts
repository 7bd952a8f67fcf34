/** Pictures of the product in a real workbench, taken by `npm run screenshots -- --readme`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { expect, it } from "vitest";
import { runCli } from "../integration/cli/runCli";
import { openWorkbench } from "./openWorkbench";
import { smallPng } from "./smallPng";
import type { Workbench } from "./Workbench";

/**
 * `folder` is the folder for the pictures. Without it, none are taken. `data` is the folder of the data set. Without
 * it, the data set is downloaded.
 */
const { FITTING_ROOM_PICTURES: folder, FITTING_ROOM_DATA: data } = process.env;

/** Width (pixels) of the window. The README shows the pictures narrower. */
const WIDTH = 1180;
/** Height (pixels) of the window for each picture, so that all charts are in it. */
const heights = { live: 980, experiments: 760 };
/** Width (pixels) of the side panel with the list of runs. */
const PANEL = 330;

const themes = { dark: "Dark 2026", light: "Light 2026" } as const;

/** Trainings that a reader would compare: two optimizers, three learning rates of SGD, two seeds. */
const trainings = [
  ["--learning-rate", "0.01"],
  ["--learning-rate", "0.05"],
  ["--learning-rate", "0.05", "--momentum", "0.9", "--shuffle"],
  ["--learning-rate", "0.05", "--momentum", "0.9", "--shuffle", "--seed", "7"],
  ["--learning-rate", "0.1", "--momentum", "0.9", "--shuffle"],
  ["--optimizer", "adam", "--shuffle"],
  ["--optimizer", "adam", "--shuffle", "--seed", "7"],
];

async function train(workbench: Workbench): Promise<void> {
  for (const options of trainings) {
    const place = data ? ["--data", data] : [];
    const { code, stderr } = await runCli(
      ["train", "--hidden", "128", "--epochs", "6", ...place, ...options],
      workbench.folder,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  }
}

/** Waits for an animation frame and 1 s more, so that a view has drawn everything. */
async function drawn(frame: Frame): Promise<void> {
  await frame.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 1000))),
  );
}

async function photograph(workbench: Workbench, name: string, theme: string): Promise<void> {
  await workbench.page.mouse.move(WIDTH / 2, 5);
  const picture = await workbench.page.screenshot({ animations: "disabled" });
  writeFileSync(join(folder!, `${name}-${theme}.png`), smallPng(picture));
}

it.runIf(folder)("the product is photographed", { timeout: 1_800_000 }, async () => {
  mkdirSync(folder!, { recursive: true });
  const settings = {
    "window.title": "Fitting Room",
    "window.commandCenter": false,
    "workbench.layoutControl.enabled": false,
  };
  const workbench = await openWorkbench({ settings });
  try {
    await workbench.openSidePanel(PANEL);
    await train(workbench);
    await workbench.runCommand("Fitting Room: Open Dashboard");
    await workbench.page.getByRole("button", { name: "Live Section" }).click();
    await workbench.untilListed(trainings.length);
    await workbench.page.locator(".pane .monaco-list-row").first().click();
    const [newest = ""] = await workbench.runs();
    const { frame } = await workbench.dashboard("editor");
    await workbench.until(async () => newest.startsWith(await frame.locator("h1").innerText()));
    await eachTheme(workbench, "live", frame);
    await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
    await workbench.runCommand("View: Close All Editors");
    await workbench.runCommand("Fitting Room: Open Experiments");
    const all = `body[data-fitting-room-view=experiments][data-runs="${trainings.length}"]`;
    await eachTheme(workbench, "experiments", await workbench.frame(all, "editor"));
  } finally {
    await workbench.close();
  }
});

async function eachTheme(workbench: Workbench, name: keyof typeof heights, frame: Frame): Promise<void> {
  await workbench.page.setViewportSize({ width: WIDTH, height: heights[name] });
  for (const [theme, label] of Object.entries(themes)) {
    await workbench.configure({ "workbench.colorTheme": label });
    await workbench.until(() => frame.evaluate((id) => document.body.dataset.vscodeThemeId === id, label));
    await drawn(frame);
    await photograph(workbench, name, theme);
  }
}

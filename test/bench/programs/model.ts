/** Prints ModelTimes as JSON: how fast the Model view opens, scrolls and answers. Argument: a ModelTask as JSON. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageExtension } from "../../../scripts/vscode/packageExtension.mjs";
import { ModelWindow } from "../model/ModelWindow";
import { type ModelFigure, type ModelTask, type ModelTimes, modelUnits } from "../model/task";

/** Number of epochs of the run. A point of the data map has a spread from the second epoch on. */
const EPOCHS = 3;

const task: ModelTask = JSON.parse(process.argv[2]!);
const folder = mkdtempSync(join(tmpdir(), "fitting-room-model-"));
const [vsix, runs] = [join(folder, "fitting-room.vsix"), join(folder, "runs")];
const times = Object.fromEntries(
  Object.keys(modelUnits).map((figure) => [figure, []]),
) as unknown as ModelTimes;
const add = (figure: ModelFigure, ...values: number[]) => times[figure].push(...values);

// What packaging prints goes to stderr, since stdout is for the results.
console.log = console.error;
try {
  console.error(`Training a run of ${EPOCHS} epochs…`);
  await train();
  await packageExtension(vsix);
  const window = await ModelWindow.open(vsix, runs, task.data);
  try {
    console.error("Opening the Model view…");
    // The first reopening is not counted: VS Code may load files that later reopenings find in memory.
    await window.reopen();
    for (let count = 0; count < task.tries; count++) {
      await window.endInspector();
      add("openFirst", await window.reopen());
    }
    for (let count = 0; count < task.tries; count++) add("openAgain", await window.reopen());
    console.error("Scrolling images…");
    add("scrollFrame", ...(await window.scroll(task.tries)));
    add("jump", ...(await window.jump(task.tries)));
    console.error("Drawing lines around points…");
    add("lasso", ...(await window.lasso(task.tries)));
  } finally {
    await window.close();
  }
  process.stdout.write(JSON.stringify(times));
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function train(): Promise<void> {
  const args = ["train", "--data", task.data, "--runs", runs, "--epochs", String(EPOCHS), "--hidden", "64"];
  // After three epochs with the tutorial's optimizer, the points of the data map would lie close together.
  args.push("--optimizer", "adam");
  const child = spawn(task.node, [task.cli, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`The training ended with code ${code}.`);
}

/** Prints DashboardTimes as JSON: measurements of lists and charts of runs. Argument: a DashboardTask as JSON. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { packageExtension } from "../../../scripts/vscode/packageExtension.mjs";
import { ExperimentsWindow, nowhere } from "../dashboard/ExperimentsWindow";
import { listInTerminal, processStarts } from "../dashboard/listInTerminal";
import { makeRuns } from "../dashboard/makeRuns";
import { type DashboardTask, type DashboardTimes, type Figure, figureUnits } from "../dashboard/task";

/** Time (ms) to wait after runs were written, since a listing stores no summaries of runs that have just changed. */
const SETTLED_MS = 6000;
/** Number of runs whose curves are drawn. */
const DRAWN = 100;

const task: DashboardTask = JSON.parse(process.argv[2]!);
const folder = mkdtempSync(join(tmpdir(), "fitting-room-dashboard-"));
const [vsix, long, many] = ["fitting-room.vsix", "long", "many"].map((name) => join(folder, name));
const times = Object.fromEntries(
  Object.keys(figureUnits).map((figure) => [figure, []]),
) as unknown as DashboardTimes;
const add = (figure: Figure, ...values: number[]) => times[figure].push(...values);

// What packaging prints goes to stderr, since stdout is for the results.
console.log = console.error;
try {
  console.error("Making 100 runs of 100,000 steps, and 2,000 runs…");
  makeRuns(long!, { count: DRAWN, epochs: 25, stepsPerEpoch: 4000 });
  makeRuns(many!, { count: 2000, epochs: 1, stepsPerEpoch: 63 });
  await delay(SETTLED_MS);
  console.error("Listing them in a terminal…");
  add("processStart", ...(await processStarts(task)));
  for (const [runs, first, again] of [
    [long!, "longFirst", "longAgain"],
    [many!, "manyFirst", "manyAgain"],
  ] as const) {
    const listed = await listInTerminal(task, runs);
    add(first, ...listed.first);
    add(again, ...listed.again);
  }
  await packageExtension(vsix!);
  await measureMemory();
  await measureView();
  process.stdout.write(JSON.stringify(times));
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Measures how much more memory the extension host takes in a window with each of the two runs folders than in a window
 * without runs.
 */
async function measureMemory(): Promise<void> {
  for (let count = 0; count < Math.max(1, Math.round(task.tries / 7)); count++) {
    console.error("Memory of the extension host…");
    const used: number[] = [];
    for (const runs of [nowhere, long!, many!]) {
      const window = await ExperimentsWindow.open(vsix!, runs);
      try {
        await window.listRuns();
        used.push(await window.memory());
      } finally {
        await window.close();
      }
    }
    add("longMemory", used[1]! - used[0]!);
    add("manyMemory", used[2]! - used[0]!);
  }
}

async function measureView(): Promise<void> {
  const window = await ExperimentsWindow.open(vsix!, long!, DRAWN);
  try {
    await window.listRuns();
    const before = await window.memory();
    console.error("Opening the Experiments view…");
    // The first opening reads the logs. Later ones find the curves in memory.
    await window.openExperiments();
    add("drawnMemory", (await window.memory()) - before);
    for (let count = 0; count < task.tries; count++) {
      await window.closeExperiments();
      const { table, curves } = await window.openExperiments();
      add("openTable", table);
      add("openCurves", curves);
    }
    console.error("Hovering, zooming and smoothing…");
    add("hover", ...(await window.hover(task.tries)));
    add("zoom", ...(await window.zoom(task.tries)));
    add("smoothing", ...(await window.smooth(task.tries)));
    console.error("Watching a run that trains…");
    const { host, view } = await window.watchTraining({ ...task, runs: long! }, task.tries, DRAWN + 1);
    add("hostCpu", ...host);
    add("viewCpu", ...view);
  } finally {
    await window.close();
  }
}

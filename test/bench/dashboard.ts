import { runChild } from "./childProcess";
import { type DashboardTask, type DashboardTimes, type Figure, figureUnits } from "./dashboard/task";
import type { Plan } from "./Plan";
import { cli, program } from "./places";
import type { DashboardFigure } from "./results";
import { figuresOf } from "./statistics";

/**
 * The title of each figure, in the order of the table. `must` is the highest value that the figure may have, `aim` a
 * lower value that it should not exceed, both in the figure's unit.
 */
const bounds: Record<Figure, { title: string; must?: number; aim?: number }> = {
  longFirst: { title: "list 100 runs of 100,000 steps in a terminal, first time", must: 4000, aim: 2000 },
  longAgain: { title: "the same again", must: 300, aim: 100 },
  manyFirst: { title: "list 2,000 small runs in a terminal, first time" },
  manyAgain: { title: "the same again", must: 500, aim: 200 },
  processStart: { title: "a process of the command line alone, part of the above" },
  longMemory: { title: "memory that listing 100 long runs adds to the extension host", must: 60, aim: 30 },
  manyMemory: { title: "memory that listing 2,000 runs adds", must: 60, aim: 30 },
  drawnMemory: { title: "memory that 100 drawn runs add" },
  openTable: { title: "open Experiments again, to its table", must: 500, aim: 300 },
  openCurves: { title: "the same, to 100 curves in each chart", must: 1500, aim: 800 },
  hover: { title: "hover over 100 runs, to the end of painting", must: 16, aim: 8 },
  zoom: { title: "zoom with 100 runs", must: 150, aim: 60 },
  smoothing: { title: "change the smoothing of 100 runs", must: 150, aim: 60 },
  hostCpu: { title: "extension host while a run trains, 101 drawn", must: 5, aim: 2 },
  viewCpu: { title: "all pages while a run trains, 101 drawn", must: 10, aim: 5 },
};

/** Measures lists of many runs in a terminal, and their lists and charts in the real workbench. */
export async function measureDashboard(
  { dashboardTries: tries }: Plan,
  node: string,
  progress: (message: string) => void,
): Promise<DashboardFigure[]> {
  progress("Lists and charts of many runs…");
  const task: DashboardTask = { tries, node, cli };
  const output = await runChild(node, [program("dashboard", "mjs"), JSON.stringify(task)]);
  return dashboardFigures(JSON.parse(output));
}

/** The figures that have measurements. */
export function dashboardFigures(times: DashboardTimes): DashboardFigure[] {
  return figuresOf(bounds, figureUnits, times);
}

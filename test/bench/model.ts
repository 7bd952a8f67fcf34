import { datasets } from "../../src/datasets/datasets";
import { runChild } from "./childProcess";
import { type ModelFigure, type ModelTask, type ModelTimes, modelUnits } from "./model/task";
import type { Plan } from "./Plan";
import { cli, program } from "./places";
import type { DashboardFigure } from "./results";
import { figuresOf } from "./statistics";

const { testImages, trainImages } = datasets["fashion-mnist"].files;
const count = (images: number) => images.toLocaleString("en-US");

/** The title of each figure, in the order of the table. `must` (ms) is the highest value that the figure may have. */
const bounds: Record<ModelFigure, { title: string; must?: number }> = {
  openFirst: { title: "open the Model view, to its matrix; the process that reads runs starts", must: 500 },
  openAgain: { title: "the same while that process runs", must: 500 },
  scrollFrame: {
    title: `a frame while a grid of ${count(testImages.count)} images scrolls`,
    must: 1000 / 60,
  },
  jump: { title: "jump to another place of the grid, to its painted images" },
  lasso: { title: `line around points of a data map of ${count(trainImages.count)}`, must: 100 },
};

/** Measures the Model view of a run in the real workbench: opens it, scrolls its images and draws in its data map. */
export async function measureModel(
  { dashboardTries: tries }: Plan,
  node: string,
  data: string,
  progress: (message: string) => void,
): Promise<DashboardFigure[]> {
  progress("The Model view…");
  const task: ModelTask = { tries, node, cli, data };
  const output = await runChild(node, [program("model", "mjs"), JSON.stringify(task)]);
  return modelFigures(JSON.parse(output));
}

/** The figures that have measurements. */
export function modelFigures(times: ModelTimes): DashboardFigure[] {
  return figuresOf(bounds, modelUnits, times);
}

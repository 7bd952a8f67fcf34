import { runChild } from "./childProcess";
import type { Plan } from "./Plan";
import { program } from "./places";
import type { PlaceFigures, WatchingFigures } from "./results";
import { percentile, ratios, summarize } from "./statistics";
import { type Place, places, type Stretch, type Watching, type WatchingTask } from "./watching/task";

/** Numbers of epochs of the watched runs: of a short one, and of one whose charts by epoch are long. */
const SHORT = 5;
const LONG = 2000;

/** Measures trainings in the real workbench, with hidden and visible dashboards in turns. */
export async function measureWatching(
  { watchingRounds: rounds, watchingSeconds: seconds, presses, watchedFromEpoch }: Plan,
  node: string,
  data: string | undefined,
  progress: (message: string) => void,
): Promise<WatchingFigures[]> {
  const common = { rounds, seconds, presses };
  const tasks: WatchingTask[] = [{ ...common, epochs: LONG, fromEpoch: watchedFromEpoch }];
  // Five epochs of the sample set would end before a measurement.
  if (data !== undefined) tasks.unshift({ ...common, epochs: SHORT, fromEpoch: 0, data });
  const figures: WatchingFigures[] = [];
  for (const task of tasks) {
    progress(`Watching a run of ${task.epochs} epochs…`);
    const output = await runChild(node, [program("watching", "mjs"), JSON.stringify(task)]);
    figures.push(watchingFigures(task, JSON.parse(output)));
  }
  return figures;
}

/** Compares each measurement of a visible dashboard to the measurement before it, when all dashboards were hidden. */
export function watchingFigures({ epochs, data }: WatchingTask, watching: Watching): WatchingFigures {
  const { stretches, presses } = watching;
  const visible = places.filter((place) => place !== "hidden");
  return {
    epochs,
    dataset: data === undefined ? "sample" : "files",
    places: visible.map((place) => placeFigures(place, stretches)),
    answered: summarize(presses.map((press) => press.answered)),
    acted: summarize(presses.map((press) => press.acted)),
  };
}

function placeFigures(place: Place, stretches: readonly Stretch[]): PlaceFigures {
  const pairs = stretches.flatMap((stretch, index) =>
    stretch.place === place ? [{ stretch, hidden: stretches[index - 1]! }] : [],
  );
  const of = (read: (stretch: Stretch) => number) => pairs.map(({ stretch }) => read(stretch));
  const ofHidden = (read: (stretch: Stretch) => number) => pairs.map(({ hidden }) => read(hidden));
  const added = (read: (stretch: Stretch) => number) =>
    summarize(pairs.map(({ stretch, hidden }) => read(stretch) - read(hidden)));
  const speed = (stretch: Stretch) => stretch.stepsPerSecond;
  const frames = pairs.flatMap(({ stretch }) => stretch.frames);
  return {
    place,
    hidden: summarize(ofHidden(speed)),
    visible: summarize(of(speed)),
    ratio: summarize(ratios(of(speed), ofHidden(speed))),
    renderer: added((stretch) => stretch.renderer),
    gpu: added((stretch) => stretch.gpu),
    extensionHost: added((stretch) => stretch.extensionHost),
    messagesPerSecond: summarize(of((stretch) => stretch.messagesPerSecond)),
    frame: percentile(frames, 50),
    lateFrame: percentile(frames, 95),
  };
}

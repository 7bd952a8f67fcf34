import { useMemo } from "preact/hooks";
import { percentage } from "../../src/runs/figures";
import type { EpochEvent } from "../../src/runs/RunEvent";
import type { RunState } from "../../src/runs/RunState";
import { lastEpochShown } from "../figures/axes";
import * as format from "../figures/format";
import { splitAtFork } from "../figures/splitAtFork";
import { thinOut } from "../figures/thinOut";
import { strings } from "../strings";
import { ChartFigure } from "./ChartFigure";
import type { Line, LineChartData } from "./LineChart";
import { Swatch } from "./Swatch";

/** Number of points above which no dots are drawn, since they would overlap. */
const mostDots = 60;

/** Most points of a line. More would be denser than the pixels of most screens. */
const mostPoints = 600;

/** The figure that an epoch chart shows. */
interface EpochMetric {
  kind: "accuracy" | "loss";
  title: string;
  axis: string;
  waiting: string;
  test: (epoch: EpochEvent) => number | null;
  train: (epoch: EpochEvent) => number | null;
  format: (value: number | null) => string;
  tick: (value: number) => string;
}

export const accuracyMetric: EpochMetric = {
  kind: "accuracy",
  ...strings.accuracyChart,
  test: (epoch) => epoch.testAccuracy,
  train: (epoch) => epoch.trainAccuracy,
  format: (value) => percentage(value ?? Number.NaN),
  tick: format.percentTick,
};

export const lossMetric: EpochMetric = {
  kind: "loss",
  ...strings.testLossChart,
  test: (epoch) => epoch.testLoss,
  train: (epoch) => epoch.trainLoss,
  format: format.loss,
  tick: format.tick,
};

/** The chart of one figure: of the test set as a solid line, and of the training set as a dashed one. */
export function EpochChart({ run, metric }: { run: RunState; metric: EpochMetric }) {
  const { epochCharts: words } = strings;
  const { kind } = metric;
  const last = run.epochs.at(-1);
  const lastShown = lastEpochShown(run);
  const { parent, data } = useMemo(
    () => chartOf(run, metric, lastShown),
    [run, metric, lastShown, run.epochs.length, last, run.best, run.parentBest],
  );
  return (
    <ChartFigure
      class="epoch-chart"
      title={metric.title}
      legend={
        <>
          <Swatch kind={kind}>{words.test}</Swatch>
          <Swatch kind={`${kind} soft dashed`}>{words.train}</Swatch>
          {parent.points.length > 0 && <Swatch kind="parent">{words.parent}</Swatch>}
          {kind === "accuracy" && <Swatch kind="accuracy ring">{words.best}</Swatch>}
        </>
      }
      data={data}
      description={
        last
          ? words.description(format.epochs(run.epochs.length), metric.format(metric.test(last)))
          : metric.waiting
      }
      waiting={metric.waiting}
      readout={(point) => {
        const epoch = run.epochs.find((event) => event.epoch === point.x);
        return words.readout(
          format.integer(point.x),
          metric.format(point.y),
          epoch ? metric.format(metric.train(epoch)) : strings.none,
        );
      }}
    />
  );
}

function chartOf(
  run: RunState,
  metric: EpochMetric,
  lastShown: number,
): { parent: Line; data: LineChartData } {
  const { kind } = metric;
  const line = (read: EpochMetric["test"]) =>
    run.epochs.map((epoch) => ({ x: epoch.epoch, y: read(epoch) ?? Number.NaN }));
  const pointRadius = run.epochs.length > mostDots ? 0 : 2;
  const tested = line(metric.test);
  const parts = splitAtFork(tested, run.parent && run.parent.epoch + 1);
  const test: Line = { points: thinOut(parts.own, mostPoints), colour: kind, width: 2, pointRadius };
  const parent: Line = { points: thinOut(parts.parent, mostPoints), colour: "text", width: 1.5, pointRadius };
  const train: Line = {
    points: thinOut(line(metric.train), mostPoints),
    colour: `${kind}Soft`,
    width: 1.5,
    dashed: true,
    pointRadius,
  };
  const ringAt = (epoch: EpochEvent | undefined, colour: Line["colour"]): Line => ({
    points: tested.filter((point) => point.x === epoch?.epoch),
    colour,
    width: 2,
    pointRadius: 5,
    rings: true,
  });
  const rings = kind === "accuracy" ? [ringAt(run.best, kind), ringAt(run.parentBest, "text")] : [];
  const data = {
    lines: [...rings, test, train, parent],
    inspected: { ...test, points: tested },
    x: { title: strings.epochCharts.epoch, min: 1, max: lastShown },
    y: { title: metric.axis, tick: metric.tick },
  };
  return { parent, data };
}

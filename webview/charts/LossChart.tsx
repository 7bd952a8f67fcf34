import { useMemo } from "preact/hooks";
import type { RunState } from "../../src/runs/RunState";
import { epochStarts, lastStepShown } from "../figures/axes";
import * as format from "../figures/format";
import type { Point } from "../figures/MinMaxSeries";
import { type Mark, marksText } from "../figures/marks";
import { needsLogScale } from "../figures/needsLogScale";
import { splitAtFork } from "../figures/splitAtFork";
import { strings } from "../strings";
import { Checkbox } from "../toolkit";
import type { ViewState } from "../viewState";
import { ChartFigure } from "./ChartFigure";
import type { Line, LineChartData } from "./LineChart";
import { SmoothingControl } from "./SmoothingControl";
import { Swatch } from "./Swatch";

/** Distance in pixels below which no lines between epochs are drawn. */
const epochSpacing = 14;

/** The loss of every batch, and the smoothed loss. */
export function LossChart(props: {
  run: RunState;
  points: { batch: Point[]; smoothed: Point[] };
  marks: readonly Mark[];
  width: number;
  resized: (width: number) => void;
  view: ViewState;
  setView: (view: ViewState) => void;
}) {
  const { run, points, marks, view, setView } = props;
  const { lossChart: words } = strings;
  const lastStep = lastStepShown(run);
  const logScale = view.logScale ?? needsLogScale(points.batch);
  const data = useMemo((): LineChartData => {
    const batchParts = splitAtFork(points.batch, run.parent?.step);
    const smoothedParts = splitAtFork(points.smoothed, run.parent?.step);
    const batch: Line = { points: batchParts.own, colour: "lossFaint", width: 1 };
    const smoothed: Line = { points: smoothedParts.own, colour: "loss", width: 2 };
    const parent: Line[] = run.parent
      ? [
          { points: smoothedParts.parent, colour: "text", width: 1.5 },
          { points: batchParts.parent, colour: "epochStart", width: 1 },
        ]
      : [];
    return {
      lines: [smoothed, batch, ...parent],
      inspected: { ...batch, points: points.batch },
      x: { title: words.step, min: 0, max: lastStep },
      y: { title: words.loss, logScale },
      marks,
      verticals: epochStarts(run, lastStep, props.width, epochSpacing),
    };
  }, [run, points, lastStep, logScale, props.width, marks.length, run.controls.at(-1)]);
  return (
    <ChartFigure
      class="loss-chart"
      title={words.title}
      legend={
        <>
          <Swatch kind="loss faint">{words.batch}</Swatch>
          <Swatch kind="loss">{words.smoothed}</Swatch>
          {run.parent && <Swatch kind="parent">{words.parent}</Swatch>}
        </>
      }
      data={data}
      description={[
        words.description(
          format.steps(run.losses.length),
          format.loss(run.losses.at(0)),
          format.loss(run.losses.at(-1)),
        ),
        marksText(marks),
      ]
        .join(" ")
        .trim()}
      waiting={words.waiting}
      readout={({ x, y }) => words.readout(format.integer(x), format.loss(y))}
      resized={props.resized}
      controls={
        <div class="chart-controls">
          <SmoothingControl
            weight={view.smoothing}
            onChange={(smoothing) => setView({ ...view, smoothing })}
          />
          <Checkbox checked={logScale} onChange={(chosen) => setView({ ...view, logScale: chosen })}>
            {words.logScale}
          </Checkbox>
        </div>
      }
    />
  );
}

import type { RunState } from "../../src/runs/RunState";
import { epochStarts, lastStepShown } from "../figures/axes";
import * as format from "../figures/format";
import type { Point } from "../figures/MinMaxSeries";
import { strings } from "../strings";
import { Checkbox } from "../toolkit";
import type { ViewState } from "../viewState";
import { ChartFigure } from "./ChartFigure";
import type { Line } from "./LineChart";
import { SmoothingControl } from "./SmoothingControl";
import { Swatch } from "./Swatch";

/** Epochs closer than this, in pixels, are not told apart by lines. */
const epochSpacing = 14;

/** Every batch's loss as the run goes on, and its smoothed course. */
export function LossChart(props: {
  run: RunState;
  points: { batch: Point[]; smoothed: Point[] };
  width: number;
  resized: (width: number) => void;
  view: ViewState;
  setView: (view: ViewState) => void;
}) {
  const { run, points, view, setView } = props;
  const { lossChart: words } = strings;
  const lastStep = lastStepShown(run);
  const batch: Line = { points: points.batch, colour: "lossFaint", width: 1 };
  const smoothed: Line = { points: points.smoothed, colour: "loss", width: 2 };
  return (
    <ChartFigure
      class="loss-chart"
      title={words.title}
      legend={
        <>
          <Swatch kind="loss faint">{words.batch}</Swatch>
          <Swatch kind="loss">{words.smoothed}</Swatch>
        </>
      }
      data={{
        lines: [smoothed, batch],
        inspected: batch,
        x: { title: words.step, min: 0, max: lastStep },
        y: { title: words.loss, logScale: view.logScale },
        verticals: epochStarts(run, lastStep, props.width, epochSpacing),
      }}
      description={words.description(
        format.steps(run.losses.length),
        format.loss(run.losses[0]),
        format.loss(run.losses.at(-1)),
      )}
      waiting={words.waiting}
      readout={({ x, y }) => words.readout(format.integer(x), format.loss(y))}
      resized={props.resized}
      controls={
        <div class="chart-controls">
          <SmoothingControl
            weight={view.smoothing}
            onChange={(smoothing) => setView({ ...view, smoothing })}
          />
          <Checkbox checked={view.logScale} onChange={(logScale) => setView({ ...view, logScale })}>
            {words.logScale}
          </Checkbox>
        </div>
      }
    />
  );
}

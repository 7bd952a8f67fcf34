import { useState } from "preact/hooks";
import type { DashboardAction, Surroundings } from "../../src/runs/dashboardProtocol";
import type { RunState } from "../../src/runs/RunState";
import { accuracyMetric, EpochChart, lossMetric } from "../charts/EpochChart";
import { LossChart } from "../charts/LossChart";
import { useLossCurve } from "../charts/useLossCurve";
import { controlMarks } from "../figures/marks";
import type { ViewState } from "../viewState";
import { EpochTable } from "./EpochTable";
import { Header } from "./Header";
import { Notices } from "./Notices";
import { RunProgress } from "./RunProgress";
import { Tiles } from "./Tiles";
import { useBodyData } from "./useBodyData";

/** Widths are rounded up to this many pixels, so that dragging a border does not compute the curve at every pixel. */
const widthStep = 64;

/** The run on display. */
export function RunView(props: {
  id: string;
  name: string;
  run: RunState;
  surroundings: Surroundings;
  trainsAnother: boolean;
  view: ViewState;
  setView: (view: ViewState) => void;
  request: (action: DashboardAction) => void;
}) {
  const { run, view } = props;
  const [width, setWidth] = useState(5 * widthStep);
  const points = useLossCurve(run.losses, view.smoothing, width);
  const marks = controlMarks(run);
  useBodyData({
    status: run.status,
    steps: run.losses.length,
    epochs: run.epochs.length,
    runId: props.id,
    points: points.batch.length,
  });
  return (
    <>
      <Header
        id={props.id}
        name={props.name}
        run={run}
        surroundings={props.surroundings}
        trainsAnother={props.trainsAnother}
        request={props.request}
      />
      <RunProgress run={run} />
      <Notices run={run} />
      <Tiles run={run} />
      <div class="charts">
        <LossChart
          run={run}
          points={points}
          marks={marks}
          width={width}
          resized={(pixels) => setWidth(Math.ceil(pixels / widthStep) * widthStep)}
          view={view}
          setView={props.setView}
        />
        <EpochChart run={run} metric={accuracyMetric} />
        <EpochChart run={run} metric={lossMetric} />
      </div>
      <EpochTable run={run} marks={marks} />
    </>
  );
}

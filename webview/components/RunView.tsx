import { useState } from "preact/hooks";
import { datasets, originalOf } from "../../src/datasets/datasets";
import type { DashboardAction, Surroundings } from "../../src/protocol/dashboardProtocol";
import { isEnded, type RunState } from "../../src/runs/RunState";
import { accuracyMetric, EpochChart, lossMetric } from "../charts/EpochChart";
import { LossChart } from "../charts/LossChart";
import { useLossCurve } from "../charts/useLossCurve";
import { controlMarks } from "../figures/marks";
import type { PendingKind } from "../PendingActions";
import { strings } from "../strings";
import type { ViewState } from "../viewState";
import { EpochTable } from "./EpochTable";
import { FailureCard } from "./FailureCard";
import { Header } from "./Header";
import { Notices } from "./Notices";
import { LargeTiles, SmallTiles } from "./Tiles";
import { useBodyData } from "./useBodyData";

/**
 * Widths are rounded up to a multiple of this number of pixels, so that dragging a border does not compute the curve
 * for every pixel.
 */
const widthStep = 64;

/** The run on display. */
export function RunView(props: {
  id: string;
  name: string;
  run: RunState;
  surroundings: Surroundings;
  trainsAnother: boolean;
  pending: ReadonlySet<PendingKind>;
  view: ViewState;
  setView: (view: ViewState) => void;
  request: (action: DashboardAction) => void;
}) {
  const { run, view } = props;
  const [width, setWidth] = useState(5 * widthStep);
  const points = useLossCurve(run.losses, view.smoothing, width);
  const marks = controlMarks(run);
  const hasEnded = isEnded(run);
  const isGone = props.surroundings.runIsGone === true;
  const original = run.dataset && originalOf(run.dataset.name);
  // An ended run gets no further figures, so that an empty chart would stay empty.
  const hasFigures = !hasEnded || run.losses.length > 0;
  const hasEpochs = !hasEnded || run.epochs.length > 0;
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
        pending={props.pending}
        request={props.request}
      />
      {(run.status === "failed" || run.error) && (
        <FailureCard
          id={props.id}
          run={run}
          isGone={isGone}
          pending={props.pending}
          request={props.request}
        />
      )}
      <Notices run={run} isGone={isGone} />
      {hasFigures && props.surroundings.chartedElsewhere && (
        <div class="figures tiles-only">
          <LargeTiles run={run} />
          <SmallTiles run={run} />
          <p class="quiet">{strings.chartedElsewhere}</p>
        </div>
      )}
      {hasFigures && !props.surroundings.chartedElsewhere && (
        <div class="figures">
          <LargeTiles run={run} />
          <LossChart
            run={run}
            points={points}
            marks={marks}
            width={width}
            resized={(pixels) => pixels > 0 && setWidth(Math.ceil(pixels / widthStep) * widthStep)}
            view={view}
            setView={props.setView}
          />
          <SmallTiles run={run} />
          {hasEpochs && (
            <>
              <EpochChart run={run} metric={accuracyMetric} />
              <EpochChart run={run} metric={lossMetric} />
              {run.epochs.length > 0 && <p class="quiet epoch-note">{strings.epochCharts.note}</p>}
            </>
          )}
        </div>
      )}
      {hasFigures && original && (
        <p class="quiet sample-note">{strings.sample.text(datasets[original].label)}</p>
      )}
      {hasFigures && <EpochTable run={run} marks={marks} />}
    </>
  );
}

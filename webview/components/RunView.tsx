import { datasets, originalOf } from "../../src/datasets/datasets";
import type { DashboardAction, Surroundings } from "../../src/protocol/dashboardProtocol";
import { hasValidation } from "../../src/runs/bestEpoch";
import { isEnded, type RunState } from "../../src/runs/RunState";
import { SmoothingControl } from "../charts/SmoothingControl";
import { useLiveLosses } from "../charts/useLiveLosses";
import { liveCharts } from "../figures/liveCharts";
import { runMarks } from "../figures/marks";
import type { PendingKind } from "../PendingActions";
import { strings } from "../strings";
import type { ViewState } from "../viewState";
import { Diagnoses } from "./Diagnoses";
import { EpochTable } from "./EpochTable";
import { FailureCard } from "./FailureCard";
import { Header } from "./Header";
import { LiveChart } from "./LiveChart";
import { Notices } from "./Notices";
import { LargeTiles, SmallTiles } from "./Tiles";
import { useBodyData } from "./useBodyData";
import { useZoom } from "./useZoom";

/** The run on display in the Live view: header, notices, tiles, charts and table. */
export function RunView(props: {
  id: string;
  name: string;
  run: RunState;
  surroundings: Surroundings;
  trainsAnother: boolean;
  pending: ReadonlySet<PendingKind>;
  view: ViewState;
  setView: (view: ViewState) => void;
  save: (name: string, bytes: Uint8Array) => void;
  request: (action: DashboardAction) => void;
}) {
  const { run, view } = props;
  const losses = useLiveLosses(run.losses, view.smoothing);
  const charts = {
    name: props.name,
    live: { run, losses, isSmoothed: view.smoothing > 0 },
    view,
    setView: props.setView,
    zoom: useZoom(props.id),
    save: props.save,
  };
  const marks = runMarks(run);
  const hasEnded = isEnded(run);
  const isGone = props.surroundings.runIsGone === true;
  const original = run.dataset && originalOf(run.dataset.name);
  // An ended run gets no further figures, so charts and tiles without any are left out.
  const hasFigures = !hasEnded || run.losses.length > 0;
  const hasEpochs = !hasEnded || run.epochs.length > 0;
  useBodyData({
    status: run.status,
    steps: run.losses.length,
    epochs: run.epochs.length,
    runId: props.id,
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
      <Notices run={run} isGone={isGone} elsewhere={props.surroundings.runIsElsewhere} />
      <Diagnoses id={props.id} run={run} isGone={isGone} request={props.request} />
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
          <LiveChart
            {...charts}
            key={`${props.id} loss`}
            class="loss-chart"
            chart={liveCharts.loss}
            footer={
              <div class="chart-controls">
                <SmoothingControl
                  weight={view.smoothing}
                  onChange={(smoothing) => props.setView({ ...view, smoothing })}
                />
              </div>
            }
          />
          <SmallTiles run={run} />
          {hasEpochs && (
            <>
              {[liveCharts.accuracy, liveCharts.epochLoss].map((chart) => (
                <LiveChart {...charts} key={`${props.id} ${chart.id}`} class="epoch-chart" chart={chart} />
              ))}
              {run.epochs.length > 0 && <p class="quiet epoch-note">{epochNote(run)}</p>}
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

/** The note that states how the figures of an epoch are measured. */
function epochNote(run: RunState): string {
  const { epochCharts } = strings;
  return hasValidation(run) ? epochCharts.noteWithValidation : epochCharts.note;
}

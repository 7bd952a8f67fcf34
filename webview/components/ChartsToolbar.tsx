import { type SeriesAxis, type SeriesMetric, seriesAxes } from "../../src/runs/seriesKinds";
import { SmoothingControl } from "../charts/SmoothingControl";
import { axisKinds, chartKinds } from "../figures/chartKinds";
import type { ChartsState } from "../figures/chartsState";
import { type BandKind, bandKinds } from "../figures/groupBand";
import { strings } from "../strings";
import { Checkbox } from "../toolkit";
import { Choice } from "./Choice";
import { Menu } from "./Menu";

/** The controls that apply to all charts of the pane. */
export function ChartsToolbar(props: {
  state: ChartsState;
  /** The metrics whose charts the menu offers. */
  metrics: readonly SeriesMetric[];
  hasGroups: boolean;
  setState: (state: ChartsState) => void;
  /** Number of charts below the visible part of the pane, and a function that scrolls to them. */
  below: { count: number; show: () => void };
  /** Undefined while the x axis is not zoomed. */
  resetZoom: (() => void) | undefined;
}) {
  const { state, setState } = props;
  const { runsChart } = strings;
  return (
    <div class="charts-toolbar">
      <Choice
        label={runsChart.xAxis}
        value={state.x}
        options={seriesAxes.map((axis) => [axis, axisKinds[axis].title])}
        onChange={(x: SeriesAxis) => setState({ ...state, x })}
      />
      <Checkbox checked={state.logX} onChange={(logX) => setState({ ...state, logX })}>
        {runsChart.logX}
      </Checkbox>
      {state.charts.some((metric) => chartKinds[metric].isSmoothed) && (
        <SmoothingControl
          weight={state.smoothing}
          onChange={(smoothing) => setState({ ...state, smoothing })}
        />
      )}
      {props.hasGroups && (
        <Choice
          label={runsChart.band}
          value={state.band}
          options={bandKinds.map((kind) => [kind, runsChart.bands[kind]])}
          onChange={(band: BandKind) => setState({ ...state, band })}
        />
      )}
      {props.resetZoom && (
        <button type="button" class="link" onClick={props.resetZoom}>
          {runsChart.resetZoom}
        </button>
      )}
      {props.below.count > 0 && (
        <button type="button" class="link" onClick={props.below.show}>
          {runsChart.moreBelow(props.below.count)}
        </button>
      )}
      <Menu
        label={runsChart.chooseCharts}
        items={[
          props.metrics.map((metric) => {
            const isShown = state.charts.includes(metric);
            return {
              label: chartKinds[metric].title,
              isChecked: isShown,
              act: () =>
                setState({
                  ...state,
                  charts: isShown ? state.charts.filter((one) => one !== metric) : [...state.charts, metric],
                }),
            };
          }),
        ]}
      />
    </div>
  );
}

import type { DashboardAction, Surroundings } from "../../src/runs/dashboardProtocol";
import type { RunState, RunStatus } from "../../src/runs/RunState";
import { statusText } from "../figures/statusText";
import { runButtons } from "../figures/trainingButtons";
import { strings } from "../strings";
import { Icon, type IconName } from "./Icon";
import { RunButtons } from "./RunButtons";

const icons: Record<RunStatus, IconName> = {
  preparing: "running",
  running: "running",
  paused: "paused",
  finished: "finished",
  stopped: "stopped",
  failed: "failed",
  interrupted: "interrupted",
};

/** Which run this is, what it is doing, and what can be done. */
export function Header(props: {
  id: string;
  name: string;
  run: RunState;
  surroundings: Surroundings;
  trainsAnother: boolean;
  request: (action: DashboardAction) => void;
}) {
  const { run, surroundings, request } = props;
  return (
    <header class="run-header">
      <h1 title={props.name}>{props.name}</h1>
      <p class={`run-status ${run.status}`}>
        <span class="run-status-text">
          <Icon name={icons[run.status]} spinning={run.status === "preparing" || run.status === "running"} />
          {statusText(run)}
        </span>
        {run.dataset?.name === "sample" && <span class="badge">{strings.sample.badge}</span>}
      </p>
      {props.trainsAnother && <p class="run-other">{strings.otherRunTraining}</p>}
      <RunButtons
        training={surroundings.training}
        buttons={runButtons(run, props.id, surroundings)}
        train={() => request({ kind: "train" })}
        act={(kind) => request({ kind, runId: props.id })}
      />
    </header>
  );
}

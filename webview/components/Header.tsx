import { originalOf } from "../../src/datasets/datasets";
import type { DashboardAction, Surroundings } from "../../src/protocol/dashboardProtocol";
import type { RunState } from "../../src/runs/RunState";
import type { RunStatus } from "../../src/runs/transitions";
import * as format from "../figures/format";
import { headerButtons } from "../figures/headerButtons";
import { statusText } from "../figures/statusText";
import type { PendingKind } from "../PendingActions";
import { strings } from "../strings";
import { Icon, type IconName } from "./Icon";
import { RunButtons } from "./RunButtons";
import { RunProgress } from "./RunProgress";
import { RunSwatch } from "./RunSwatch";

const icons: Record<RunStatus, IconName> = {
  preparing: "preparing",
  running: "running",
  paused: "paused",
  finished: "finished",
  stopped: "stopped",
  failed: "failed",
  interrupted: "interrupted",
};

/** The run's name, status, parent, progress and actions. */
export function Header(props: {
  id: string;
  name: string;
  run: RunState;
  surroundings: Surroundings;
  trainsAnother: boolean;
  pending: ReadonlySet<PendingKind>;
  request: (action: DashboardAction) => void;
}) {
  const { id, name, run, surroundings } = props;
  return (
    <header class="run-header">
      <div class="run-title">
        <h1 title={name}>
          {surroundings.runStroke && <RunSwatch {...surroundings.runStroke} />}
          {name}
        </h1>
        <p class={`run-status ${run.status}`}>
          <span class="run-status-text">
            <Icon name={icons[run.status]} />
            {statusText(run)}
          </span>
          {run.dataset && originalOf(run.dataset.name) && <span class="badge">{strings.sample.badge}</span>}
        </p>
      </div>
      {run.parent && (
        <p class="run-other">{strings.forkedFrom(run.parent.name, format.integer(run.parent.step))}</p>
      )}
      <RunProgress run={run} />
      {surroundings.contact && surroundings.trainingRunId === id && (
        <p class="run-other" role="status">
          {strings.contact[surroundings.contact]}
        </p>
      )}
      {props.trainsAnother && (
        <p class="run-other">
          {strings.otherRunTraining}{" "}
          <button type="button" class="link" onClick={() => props.request({ kind: "showTraining" })}>
            {strings.showOtherRun}
          </button>
        </p>
      )}
      <RunButtons
        buttons={headerButtons(run, id, surroundings)}
        runId={id}
        pending={props.pending}
        request={props.request}
      />
    </header>
  );
}

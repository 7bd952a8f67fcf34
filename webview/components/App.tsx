import { useState } from "preact/hooks";
import type { DashboardAction } from "../../src/protocol/dashboardProtocol";
import type { DashboardModel } from "../DashboardModel";
import { strings } from "../strings";
import { Button } from "../toolkit";
import { loadViewState, saveViewState, type ViewState } from "../viewState";
import { EmptyView } from "./EmptyView";
import { Icon } from "./Icon";
import { RunsFolderCard, UnreadableView } from "./RunsFolderCard";
import { RunView } from "./RunView";
import { Settings } from "./Settings";

/** The whole dashboard: a run, or why none is shown, and the settings of the next run. */
export function App({ dashboard }: { dashboard: DashboardModel }) {
  const [view, setViewState] = useState(loadViewState);
  const setView = (next: ViewState) => {
    saveViewState(next);
    setViewState(next);
  };
  const { snapshot, run, trainsAnother, announcement, unreachable, pending } = dashboard.view;
  const problem = snapshot?.runsFolderProblem;
  const request = (action: DashboardAction) => void dashboard.request(action);
  return (
    <main class="dashboard">
      <p class="visually-hidden" aria-live="polite">
        {announcement}
      </p>
      <div class="layout" aria-busy={!snapshot}>
        {unreachable && (
          <div class="card notice failure" role="alert">
            <Icon name="failed" />
            <div>
              <p>{strings.unreachable}</p>
              <div class="notice-buttons">
                <Button appearance="secondary" onClick={() => dashboard.refresh()}>
                  <span class="label">{strings.tryAgain}</span>
                </Button>
              </div>
            </div>
          </div>
        )}
        {!snapshot && !unreachable && <p class="quiet connecting">{strings.connecting}</p>}
        {run && problem && <RunsFolderCard problem={problem} request={request} />}
        {snapshot?.run && run && (
          <RunView
            {...snapshot.run}
            run={run}
            surroundings={snapshot}
            trainsAnother={trainsAnother}
            pending={pending}
            view={view}
            setView={setView}
            save={dashboard.save}
            request={request}
          />
        )}
        {snapshot && !run && problem && <UnreadableView problem={problem} request={request} />}
        {snapshot && !run && !problem && (
          <EmptyView areRunsHidden={snapshot.areRunsHidden} pending={pending} request={request} />
        )}
        {snapshot && <Settings surroundings={snapshot} run={run} request={request} />}
      </div>
    </main>
  );
}

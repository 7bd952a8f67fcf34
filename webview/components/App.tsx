import { useState } from "preact/hooks";
import type { Dashboard } from "../Dashboard";
import { strings } from "../strings";
import { Button } from "../toolkit";
import { loadViewState, saveViewState, type ViewState } from "../viewState";
import { EmptyView } from "./EmptyView";
import { RunView } from "./RunView";
import { Settings } from "./Settings";

/** The whole dashboard, as of now. */
export function App({ dashboard }: { dashboard: Dashboard }) {
  const [view, setViewState] = useState(loadViewState);
  const setView = (next: ViewState) => {
    saveViewState(next);
    setViewState(next);
  };
  const { snapshot, run, trainsAnother, announcement, unreachable } = dashboard.view;
  const request = dashboard.request.bind(dashboard);
  return (
    <main class="dashboard">
      <p class="visually-hidden" aria-live="polite">
        {announcement}
      </p>
      <div class="layout" aria-busy={!snapshot}>
        {unreachable && (
          <div class="card notice failure" role="alert">
            <span>{strings.unreachable}</span>
            <Button appearance="secondary" onClick={() => dashboard.refresh()}>
              {strings.tryAgain}
            </Button>
          </div>
        )}
        {!snapshot && !unreachable && <p class="quiet connecting">{strings.connecting}</p>}
        {snapshot?.run && run && (
          <RunView
            {...snapshot.run}
            run={run}
            surroundings={snapshot}
            trainsAnother={trainsAnother}
            view={view}
            setView={setView}
            request={request}
          />
        )}
        {snapshot && !run && <EmptyView training={snapshot.training} request={request} />}
        {snapshot && <Settings surroundings={snapshot} run={run} request={request} />}
      </div>
    </main>
  );
}

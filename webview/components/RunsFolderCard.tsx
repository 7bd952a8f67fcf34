import { strings } from "../strings";
import { Button } from "../toolkit";
import { Icon } from "./Icon";
import { useBodyData } from "./useBodyData";

interface RunsFolderProblem {
  problem: string;
  /** Requests an action of the dashboard or of the Experiments view. */
  request: (action: { kind: "openSetting"; id: string }) => void;
}

/** The Live view while runs cannot be listed and no run is on display. */
export function UnreadableView(props: RunsFolderProblem) {
  useBodyData({ status: "none", steps: 0, epochs: 0, runId: "" });
  return (
    <>
      <h1>{strings.runsUnreadable}</h1>
      <RunsFolderCard {...props} />
    </>
  );
}

/** A card with the reason why runs cannot be listed, and a button that opens the setting of the runs folder. */
export function RunsFolderCard(props: RunsFolderProblem) {
  const open = () => props.request({ kind: "openSetting", id: "fittingRoom.runs.location" });
  return (
    <section class="card notice failure" role="alert" aria-label={strings.failure}>
      <Icon name="failed" />
      <div>
        <p>{props.problem}</p>
        <div class="notice-buttons">
          <Button appearance="secondary" onClick={open}>
            <span class="label">{strings.showInSettings}</span>
          </Button>
        </div>
      </div>
    </section>
  );
}

import type { DashboardAction } from "../../src/runs/dashboardProtocol";
import { strings } from "../strings";
import { Button } from "../toolkit";
import { Icon } from "./Icon";

/** Both are always there, so that a second click never does the opposite of the first. */
export function TrainButtons(props: { training: boolean; request: (action: DashboardAction) => void }) {
  return (
    <div class="train-buttons">
      <Button appearance="primary" disabled={props.training} onClick={() => props.request({ kind: "train" })}>
        <Icon name="train" slot="start" />
        {strings.train}
      </Button>
      <Button
        appearance="secondary"
        disabled={!props.training}
        onClick={() => props.request({ kind: "stop" })}
      >
        <Icon name="stop" slot="start" />
        {strings.stop}
      </Button>
    </div>
  );
}

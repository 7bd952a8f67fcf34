import type { DashboardAction } from "../../src/runs/dashboardProtocol";
import type { ControlButton } from "../figures/trainingButtons";
import { strings } from "../strings";
import { Button } from "../toolkit";
import { Icon, type IconName } from "./Icon";

const icons: Record<ControlButton, IconName> = {
  pause: "pause",
  resume: "resume",
  step: "step",
  trainMore: "more",
};

/** Train and Stop are always there, so that a second click never does the opposite of the first. */
export function TrainButtons(props: {
  training: boolean;
  controls: readonly ControlButton[];
  request: (action: DashboardAction) => void;
}) {
  const { training, controls, request } = props;
  return (
    <div class={`train-buttons ${controls.length > 0 ? "with-controls" : ""}`}>
      <Button appearance="primary" disabled={training} onClick={() => request({ kind: "train" })}>
        <Icon name="train" slot="start" />
        {strings.train}
      </Button>
      {controls.map((kind) => (
        <Button key={kind} appearance="secondary" onClick={() => request({ kind })}>
          <Icon name={icons[kind]} slot="start" />
          {strings.controls[kind]}
        </Button>
      ))}
      <Button appearance="secondary" disabled={!training} onClick={() => request({ kind: "stop" })}>
        <Icon name="stop" slot="start" />
        {strings.stop}
      </Button>
    </div>
  );
}

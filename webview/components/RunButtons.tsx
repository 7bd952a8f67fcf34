import type { RunActionKind } from "../../src/runs/dashboardProtocol";
import type { RunButtons as Buttons, RunButton } from "../figures/trainingButtons";
import { strings } from "../strings";
import { Button } from "../toolkit";
import { Icon, type IconName } from "./Icon";
import { TrainButton } from "./TrainButton";

const icons: Record<RunButton, IconName> = {
  pause: "pause",
  resume: "resume",
  step: "step",
  changeLearningRate: "learningRate",
  trainMore: "more",
  reduceLearningRate: "learningRate",
};

/** Train and Stop are always there, so that a second click never does the opposite of the first. */
export function RunButtons(props: {
  /** Whether a training is under way, be it the run on display or another. */
  training: boolean;
  buttons: Buttons;
  train: () => void;
  act: (kind: RunActionKind) => void;
}) {
  const { training, act } = props;
  const { controls, canStop, changes } = props.buttons;
  const toButton = (kind: RunButton, icon?: IconName) => (
    <Button key={kind} appearance="secondary" onClick={() => act(kind)}>
      {icon && <Icon name={icon} slot="start" />}
      {strings.controls[kind]}
    </Button>
  );
  return (
    <div class={`train-buttons ${controls.length > 0 ? "with-controls" : ""}`}>
      <TrainButton disabled={training} train={props.train} />
      {controls.map((kind) => toButton(kind, icons[kind]))}
      <Button appearance="secondary" disabled={!canStop} onClick={() => act("stop")}>
        <Icon name="stop" slot="start" />
        {strings.stop}
      </Button>
      {changes.length > 0 && <div class="train-changes">{changes.map((kind) => toButton(kind))}</div>}
    </div>
  );
}

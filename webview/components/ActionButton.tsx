import type { ActionKind } from "../../src/protocol/dashboardProtocol";
import type { PendingKind } from "../PendingActions";
import { strings } from "../strings";
import { Button } from "../toolkit";
import { Icon, type IconName } from "./Icon";

/** An action that has a label of its own. */
export type LabelledAction = Exclude<ActionKind, "openSetting" | "openSettings">;

const icons: Partial<Record<LabelledAction, IconName>> = {
  train: "train",
  trainOnSample: "train",
  stop: "stop",
  pause: "pause",
  resume: "resume",
  step: "step",
  trainMore: "more",
  reduceLearningRate: "learningRate",
};

/** The button that was pressed last: the second click of a double click is not for the one that took its place. */
let lastPressed: LabelledAction | undefined;

/** The button of an action, which says so from the press on until the action is done. */
export function ActionButton(props: {
  kind: LabelledAction;
  appearance: "primary" | "secondary";
  /** How narrow a panel shows the icon alone: one where the row is crowded early. */
  shrinks?: "early" | "late";
  /** Whether it is one of a row of tools, which have icons. */
  hasIcon?: boolean;
  /** In the place of the action's own label. */
  label?: string;
  pending: ReadonlySet<PendingKind>;
  act: (kind: LabelledAction) => void;
}) {
  const { kind, pending } = props;
  const busy = (pending as ReadonlySet<LabelledAction>).has(kind);
  const label = busy ? strings.pending[kind as PendingKind] : (props.label ?? strings.actions[kind]);
  const icon = props.hasIcon && icons[kind];
  const press = (event: MouseEvent) => {
    if (event.detail > 1 && lastPressed !== kind) return;
    lastPressed = kind;
    props.act(kind);
  };
  return (
    <Button
      appearance={props.appearance}
      class={props.shrinks && `shrinks ${props.shrinks}`}
      title={props.shrinks ? label : undefined}
      busy={busy}
      onClick={press}
    >
      {icon && <Icon name={icon} slot="start" />}
      <span class="label">{label}</span>
    </Button>
  );
}

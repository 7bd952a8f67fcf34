import type { ActionKind } from "../../src/protocol/dashboardProtocol";
import type { PendingKind } from "../PendingActions";
import { strings } from "../strings";
import { Button } from "../toolkit";
import { Icon, type IconName } from "./Icon";

/** A kind of action with a label in `strings.actions`. */
export type LabelledAction = Exclude<
  ActionKind,
  | "openSetting"
  | "openSettings"
  | "selectWorkspaceFolder"
  | "followDiagnosis"
  | "manageTrust"
  | "showTraining"
>;

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

/**
 * The action whose button was pressed last. The second click of a double click must not press another button that has
 * taken the place of the first.
 */
let lastPressed: LabelledAction | undefined;

/** The button of an action. While the action is pending, the button has another label and ignores clicks. */
export function ActionButton(props: {
  kind: LabelledAction;
  appearance: "primary" | "secondary";
  /** The panel width below which only the icon is shown. `early` is the larger width, for a crowded row. */
  shrinks?: "early" | "late";
  /** Whether the button has the icon of its action, if there is one. */
  hasIcon?: boolean;
  /** A label instead of the one in `strings.actions`. */
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

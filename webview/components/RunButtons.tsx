import type { DashboardAction } from "../../src/protocol/dashboardProtocol";
import type { HeaderButtons } from "../figures/headerButtons";
import type { PendingKind } from "../PendingActions";
import { strings } from "../strings";
import { ActionButton, type LabelledAction } from "./ActionButton";
import { Menu } from "./Menu";

/** The buttons of {@link headerButtons} in a row: actions on the run on display, and the start of another training. */
export function RunButtons(props: {
  buttons: HeaderButtons;
  runId: string;
  pending: ReadonlySet<PendingKind>;
  request: (action: DashboardAction) => void;
}) {
  const { buttons, pending, runId, request } = props;
  const act = (kind: LabelledAction) => request(actionOn(kind, runId));
  // `buttons.primary` can become undefined before the host has answered the request to train. The pending button stays
  // until the answer.
  const primary = buttons.primary ?? (pending.has("train") ? "train" : undefined);
  const isCrowded = buttons.secondary.length > 1 || buttons.secondary.includes("trainMore");
  return (
    <div class="run-buttons" role="toolbar" aria-label={strings.runActions}>
      {/* All primary buttons have one key, so that a button that replaces another keeps the focus. */}
      {primary && (
        <ActionButton key="primary" kind={primary} appearance="primary" hasIcon pending={pending} act={act} />
      )}
      {buttons.secondary.map((kind) => (
        <ActionButton
          key={kind}
          kind={kind}
          appearance="secondary"
          hasIcon
          shrinks={primary && (isCrowded ? "early" : "late")}
          pending={pending}
          act={act}
        />
      ))}
      {buttons.menu.length > 0 && (
        <Menu
          items={[buttons.menu.map((kind) => ({ label: strings.actions[kind], act: () => act(kind) }))]}
        />
      )}
    </div>
  );
}

/** The action that a button requests: with the id of the run, if the kind of action needs one. */
export function actionOn(kind: LabelledAction, runId: string): DashboardAction {
  return kind === "train" || kind === "trainOnSample" || kind === "showLog" ? { kind } : { kind, runId };
}

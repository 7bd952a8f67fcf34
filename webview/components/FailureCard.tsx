import type { DashboardAction } from "../../src/protocol/dashboardProtocol";
import type { RunState } from "../../src/runs/RunState";
import { type FailureButton, failureButtons } from "../figures/failureButtons";
import type { PendingKind } from "../PendingActions";
import { strings } from "../strings";
import { Button } from "../toolkit";
import { ActionButton, type LabelledAction } from "./ActionButton";
import { Icon } from "./Icon";
import { actionOn } from "./RunButtons";

const settings: Partial<Record<FailureButton, string>> = {
  showLearningRate: "fittingRoom.hyperparameters.learningRate",
  showDataFolder: "fittingRoom.dataset.location",
};

/**
 * The reason why a run failed or could not continue, the trainer's error output, and buttons for what a user can do.
 */
export function FailureCard(props: {
  id: string;
  run: RunState;
  isGone: boolean;
  pending: ReadonlySet<PendingKind>;
  request: (action: DashboardAction) => void;
}) {
  const { id, run, isGone, pending, request } = props;
  const act = (kind: LabelledAction) => request(actionOn(kind, id));
  const toButton = (button: FailureButton) => {
    const setting = settings[button];
    if (setting)
      return (
        <Button
          key={button}
          appearance="secondary"
          onClick={() => request({ kind: "openSetting", id: setting })}
        >
          <span class="label">{strings.showInSettings}</span>
        </Button>
      );
    const isSample = button === "useSample";
    return (
      <ActionButton
        key={button}
        kind={isSample ? "trainOnSample" : (button as LabelledAction)}
        label={isSample ? strings.useSample : undefined}
        appearance="secondary"
        pending={pending}
        act={act}
      />
    );
  };
  return (
    <section class="card notice failure" aria-label={strings.failure}>
      <Icon name="failed" />
      <div>
        <p>{run.error ?? strings.failedWithoutReason}</p>
        {run.stderr.length > 0 && (
          <details>
            <summary>{strings.lastOutput}</summary>
            <pre>{run.stderr.join("\n")}</pre>
          </details>
        )}
        <div class="notice-buttons">{failureButtons(run, isGone).map(toButton)}</div>
      </div>
    </section>
  );
}

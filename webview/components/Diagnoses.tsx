import type { DashboardAction } from "../../src/protocol/dashboardProtocol";
import { diagnosisAdvice, diagnosisLabel, diagnosisSentence } from "../../src/runs/diagnoses/diagnosisText";
import { remedyFor } from "../../src/runs/diagnoses/remedy";
import type { DiagnosisEvent } from "../../src/runs/RunEvent";
import type { RunState } from "../../src/runs/RunState";
import { strings } from "../strings";
import { Button } from "../toolkit";
import { Icon } from "./Icon";

/**
 * The diagnoses of a run, except a diagnosis that {@link FailureCard} states. Each has a line that opens to the
 * evidence and the advice. A button applies the remedy, if the diagnosis has one and the run is still in the runs
 * folder.
 */
export function Diagnoses(props: {
  id: string;
  run: RunState;
  isGone: boolean;
  request: (action: DashboardAction) => void;
}) {
  const { id, run, isGone, request } = props;
  // For a run that diverged, {@link FailureCard} states the reason and has a button that opens the setting of the
  // learning rate.
  const isSaid = ({ rule }: DiagnosisEvent) =>
    rule === "learningRateTooHigh" && run.errorCode === "divergence";
  const diagnoses = run.diagnoses.filter((one) => !isSaid(one));
  if (diagnoses.length === 0) return null;
  return (
    <ul class="card notice warnings diagnoses" aria-label={strings.diagnoses.title}>
      {diagnoses.map((one) => {
        const action = isGone ? undefined : actionOf(one, run);
        return (
          <li key={one.rule}>
            <Icon name="warning" />
            <details>
              <summary>{diagnosisLabel(one)}</summary>
              <p>{diagnosisSentence(one, run)}</p>
              <p class="quiet">{diagnosisAdvice(one)}</p>
              {action && (
                <div class="notice-buttons">
                  <Button
                    appearance="secondary"
                    title={action.title}
                    onClick={() => request({ kind: "followDiagnosis", runId: id, rule: one.rule })}
                  >
                    <span class="label">{action.label}</span>
                  </Button>
                </div>
              )}
            </details>
          </li>
        );
      })}
    </ul>
  );
}

/** The texts of the button that applies the remedy of a diagnosis; undefined for a diagnosis without a remedy. */
function actionOf(diagnosis: DiagnosisEvent, run: RunState): { label: string; title: string } | undefined {
  const remedy = remedyFor(diagnosis, run);
  if (!remedy) return undefined;
  const words = strings.diagnoses;
  const [value] = Object.values(remedy.changes).map(String) as [string];
  const isDecay = "weightDecay" in remedy.changes;
  if (remedy.checkpoint)
    return { label: words.fork, title: isDecay ? words.forkWithDecay(value) : words.forkWithRate(value) };
  return { label: words.again, title: isDecay ? words.againWithDecay(value) : words.againWithRate(value) };
}

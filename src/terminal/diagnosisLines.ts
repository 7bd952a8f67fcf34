import * as l10n from "@vscode/l10n";
import { diagnosisAdvice, diagnosisSentence } from "../runs/diagnoses/diagnosisText";
import type { RunState } from "../runs/RunState";

/** For each diagnosis of a run, a line with the diagnosis and the advice. */
export function diagnosisLines(run: Pick<RunState, "diagnoses" | "dataset">): string[] {
  return run.diagnoses.map((one) =>
    l10n.t("Diagnosis: {0} {1}", diagnosisSentence(one, run), diagnosisAdvice(one)),
  );
}

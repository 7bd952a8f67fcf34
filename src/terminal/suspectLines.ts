/** Formats images whose label may be wrong: as lines of text, and as JSON. */
import * as l10n from "@vscode/l10n";
import { lossText } from "../runs/figures";
import type { SuspectScore } from "../runs/suspects";
import { withDecimals } from "../text/numbers";
import { aligned } from "./runsTable";

export interface Suspect {
  index: number;
  label: number;
  predicted: number;
  score: number;
}

export function suspectJson({ index, label, predicted, score }: Suspect, classes: readonly string[]): object {
  const names = { labelName: classes[label], predictedName: classes[predicted] };
  return { index, label, predicted, score, ...names };
}

export function suspectLines(
  suspects: readonly Suspect[],
  classes: readonly string[],
  score: SuspectScore,
): string[] {
  const titles = { margin: l10n.t("margin"), probability: l10n.t("probability"), loss: l10n.t("loss") };
  return aligned(
    [
      [l10n.t("image"), l10n.t("label"), l10n.t("prediction"), titles[score]],
      ...suspects.map((one) => [
        String(one.index),
        classes[one.label]!,
        classes[one.predicted] ?? "-",
        scoreText(one.score),
      ]),
    ],
    (column) => column === 0 || column === 3,
  );
}

/** A score with 4 decimals. A score between −0.0001 and 0.0001 that is not 0 is shown in exponential form. */
function scoreText(score: number): string {
  return score !== 0 && Math.abs(score) < 1e-4 ? lossText(score) : withDecimals(score, 4);
}

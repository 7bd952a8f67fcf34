import * as l10n from "@vscode/l10n";
import { duration, percentage } from "../runs/figures";
import type { RunSummary } from "../runs/RunStore";
import { trainingSeconds } from "../runs/runProgress";
import { epochsText } from "../text/amounts";
import { wholeNumber } from "../text/numbers";
import { MarkdownText } from "./MarkdownText";
import { hyperparametersOf } from "./runFigures";
import { startedText } from "./runRowTexts";
import { statusLabel } from "./statusLabel";

export function runTooltip(run: RunSummary): MarkdownText {
  const { state, labels } = run;
  const { best, config } = state;
  const text = new MarkdownText().heading(run.name, statusLabel(state.status));
  text.paragraph(startedText(run));
  if (state.error) text.paragraph(state.error);
  for (const problem of run.problems) text.paragraph(problem);
  if (best && config) {
    const { epoch, testAccuracy, validationAccuracy } = best;
    const done = [
      percentage(testAccuracy),
      epoch,
      state.completeEpochs,
      epochsText(state.totalEpochs ?? config.epochs),
      duration(trainingSeconds(state)),
    ];
    const figures =
      validationAccuracy === undefined
        ? l10n.t("{0} test accuracy at best, in epoch {1}; {2} of {3} in {4}", ...done)
        : l10n.t(
            "{0} test accuracy in epoch {1}, the best by its validation accuracy of {5}; {2} of {3} in {4}",
            ...done,
            percentage(validationAccuracy),
          );
    text.paragraph(figures);
  }
  if (state.parent)
    text.paragraph(
      l10n.t("Forked from {0} after step {1}", state.parent.name, wholeNumber(state.parent.step)),
    );
  if (labels.tags.length > 0) text.paragraph(l10n.t("tags: {0}", labels.tags.join(", ")));
  for (const line of labels.note.split("\n")) if (line.trim() !== "") text.paragraph(line);
  return text.table(hyperparametersOf(state)).paragraph(run.folder);
}

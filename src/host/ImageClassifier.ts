import * as l10n from "@vscode/l10n";
import { commands, type Uri } from "vscode";
import { distinctNames } from "../runs/distinctNames";
import type { RunState } from "../runs/RunState";
import type { RunWithState } from "../runs/RunStore";
import type { ModelTab } from "./ModelTab";
import { askPicture, readPicture } from "./pictureFiles";
import { runDescription } from "./runFigures";
import type { Session } from "./Session";
import type { TriedPicture } from "./TriedPicture";
import { pick, showError, showInformation } from "./window";

export interface ClassifierParts {
  session: Session;
  model: ModelTab;
  picture: TriedPicture;
}

/** Shows in the Model view what a run's network answers for image files. */
export class ImageClassifier {
  constructor(private readonly parts: ClassifierParts) {}

  /** @param files the images. Default: the file that the user chooses in a dialog */
  async classify(files: readonly Uri[] = []): Promise<void> {
    const { session, model, picture } = this.parts;
    const uri = files[0] ?? (await askPicture());
    if (!uri) return;
    await session.restore();
    try {
      // Several files are read by the view, which states for each unusable file why it is not used.
      const read = files.length > 1 ? undefined : await readPicture(uri);
      const run = await this.chooseRun();
      if (!run) return;
      if (read) picture.give(read);
      else picture.giveFiles(files);
      model.show(run);
    } catch (error) {
      void showError((error as Error).message);
    }
  }

  /**
   * Chooses among the runs with weights: the run in the Model view if the view is open, else the only run, else one
   * that the user picks from a list with the best run first. Shows a message if no run has weights.
   * @returns undefined if no run has weights or the user picks none
   */
  private async chooseRun(): Promise<RunWithState | undefined> {
    const { session, model } = this.parts;
    const runs = session.list.runs.filter(({ state }) => hasWeights(state));
    const [only, ...others] = runs;
    if (!only) {
      void tellToTrain();
      return undefined;
    }
    const shown = model.isOpen && runs.find(({ id }) => id === model.runId);
    if (shown || others.length === 0) return shown || only;
    const accuracyOf = ({ state }: RunWithState) => state.best?.testAccuracy ?? -1;
    const sorted = runs.toSorted((a, b) => accuracyOf(b) - accuracyOf(a));
    const names = distinctNames(session.list.runs);
    const items = sorted.map((run) => ({
      label: names.get(run.id) ?? run.name,
      description: runDescription(run, []),
      run,
    }));
    const placeHolder = l10n.t("Run whose network classifies the image, the best first");
    return (await pick(items, { placeHolder }))?.run;
  }
}

function hasWeights({ weights, checkpoints }: RunState): boolean {
  return weights !== undefined || checkpoints.length > 0;
}

async function tellToTrain(): Promise<void> {
  const train = l10n.t("Train");
  const message = l10n.t("No run has weights yet, so no network can classify the image. Train one first.");
  if ((await showInformation(message, train)) === train) await commands.executeCommand("fittingRoom.train");
}

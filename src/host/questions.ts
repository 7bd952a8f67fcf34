import * as l10n from "@vscode/l10n";
import { hasValidation } from "../runs/bestEpoch";
import { distinctNames } from "../runs/distinctNames";
import { isFromBeforeExplosion } from "../runs/explosion";
import { inName } from "../runs/inert";
import type { CheckpointEvent } from "../runs/RunEvent";
import type { RunState } from "../runs/RunState";
import type { RunWithState } from "../runs/RunStore";
import { wholeNumber } from "../text/numbers";
import { shortened } from "../text/quotation";
import type { Typed } from "./controlValues";
import { checkpointText } from "./forkText";
import { statusLabel } from "./statusLabel";
import { askFolder, askModally, askText, type Choice, pick } from "./window";

/** Asks for a number, which is checked while the user types. Undefined when the user cancels. */
export async function askNumber(question: {
  title: string;
  prompt: string;
  value: string;
  parse: (text: string) => Typed;
}): Promise<number | undefined> {
  const { parse, ...options } = question;
  const validate = (text: string) => {
    const typed = parse(text);
    return "error" in typed ? typed.error : undefined;
  };
  const text = await askText({ ...options, validate });
  const typed = text === undefined ? undefined : parse(text);
  return typed && "value" in typed ? typed.value : undefined;
}

/** Asks for one of the given runs, none of which is on display. Undefined when the user cancels. */
export async function askRun<Run extends RunWithState>(
  title: string,
  runs: readonly Run[],
): Promise<Run | undefined> {
  const names = distinctNames(runs);
  const items = runs.map((run) => ({
    label: names.get(run.id) ?? run.name,
    description: statusLabel(run.state.status),
    run,
  }));
  const placeHolder = l10n.t("This command does not apply to the run shown, but to this one:");
  return (await pick(items, { title, placeHolder }))?.run;
}

/** Asks for a folder with a data set; undefined when the user cancels. */
export function askDatasetFolder(): Promise<string | undefined> {
  return askFolder({
    title: l10n.t("Folder with the data set's files, or one above it"),
    openLabel: l10n.t("Choose Data Set Folder"),
  });
}

/**
 * Asks whether the data of a run may be read from the folder that the run names.
 * @returns that folder, another one, or undefined when the user cancels
 */
export async function askToReadData(name: string, location: string): Promise<string | undefined> {
  const [read, choose] = [l10n.t("Read It"), l10n.t("Choose Folder…")];
  const answer = await askModally(
    l10n.t(
      "The run {0} was trained on data in {1}, a folder that you have not trained with before. Read it?",
      inName(name),
      shortened(location, 300),
    ),
    read,
    choose,
  );
  return answer === read ? location : answer === choose ? askDatasetFolder() : undefined;
}

/** The checkpoints of a run as items of a quick pick, the newest first. */
export function checkpointItems(state: RunState): (Choice & { checkpoint: CheckpointEvent })[] {
  const { checkpoints, best } = state;
  return [...checkpoints].reverse().map((checkpoint, index) => ({
    label: l10n.t("After step {0}", wholeNumber(checkpoint.step)),
    description: checkpointText(checkpoint, state),
    detail: [
      ...(index === 0 ? [l10n.t("the newest")] : []),
      ...(checkpoint.reason === "best" && checkpoint.epoch === best?.epoch
        ? [hasValidation(state) ? l10n.t("the best by validation accuracy") : l10n.t("the best")]
        : []),
      ...(isFromBeforeExplosion(checkpoint, state) ? [] : [l10n.t("from after the loss exploded")]),
    ].join(", "),
    checkpoint,
  }));
}

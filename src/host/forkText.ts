import { isDeepStrictEqual } from "node:util";
import * as l10n from "@vscode/l10n";
import { isShown, isUsed, valueAt } from "../runs/configValues";
import { percentage } from "../runs/figures";
import { hyperparameterList } from "../runs/hyperparameters";
import { changeText } from "../runs/hyperparameterText";
import type { ForkChanges, RunConfig } from "../runs/RunConfig";
import type { CheckpointEvent } from "../runs/RunEvent";
import type { RunState } from "../runs/RunState";
import { columnsOf } from "../text/columns";
import { plural } from "../text/language";

/**
 * Largest width (columns) of a {@link forkText} with several changes. VS Code shows the text in a question that is
 * 600 px wide, and cuts off the rest.
 */
const COLUMNS = 42;

/**
 * The hyperparameters that decide the result and differ between a fork and its parent, in a line that fits into a
 * question, for example `lr 0.01, 8 epochs`. Changes that do not fit are counted: `lr 0.01 and 3 more`.
 * @param parent the configuration with which the parent trains
 * @returns "" where the fork changes nothing
 */
export function forkText(changes: ForkChanges, parent: RunConfig): string {
  const texts = hyperparameterList
    .filter(({ key, isForked, decidesResult }) => isForked && decidesResult && isUsed(key, changes))
    .flatMap((one) => {
      const value = valueAt(changes, one.key);
      const differs = isUsed(one.key, parent)
        ? !isDeepStrictEqual(value, valueAt(parent, one.key))
        : isShown(one.key, !isDeepStrictEqual(value, one.default), changes);
      return differs ? [changeText(one, changes)] : [];
    });
  let shown = texts.length;
  while (shown > 1 && columnsOf(beginning(texts, shown)) > COLUMNS) shown--;
  return beginning(texts, shown);
}

/** The first `shown` texts, and the number of the others. */
function beginning(texts: readonly string[], shown: number): string {
  const line = texts.slice(0, shown).join(", ");
  return shown < texts.length ? l10n.t("{0} and {1} more", line, texts.length - shown) : line;
}

/**
 * The number of complete epochs of a checkpoint and the test accuracy after the last of them, if that is known: `3
 * complete epochs · 84.3%`.
 */
export function checkpointText({ epoch }: CheckpointEvent, { epochs }: Pick<RunState, "epochs">): string {
  const tested = epochs.find((one) => one.epoch === epoch);
  const complete = plural(epoch, l10n.t("1 complete epoch"), l10n.t("{0} complete epochs", epoch));
  return [complete, ...(tested ? [percentage(tested.testAccuracy)] : [])].join(" · ");
}

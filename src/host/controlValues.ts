import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { mostEpochs } from "../runs/limits";
import { valueSchema } from "../runs/RunConfig";
import { parseNumber } from "../text/parseNumber";

const learningRate = valueSchema("learningRate");
const epochs = valueSchema("epochs");

/** The number that a user typed, or one sentence about what is wrong with the text. */
export type Typed = { value: number } | { error: string };

export function parseLearningRate(text: string): Typed {
  const result = v.safeParse(learningRate, parseNumber(text.trim()));
  return result.success
    ? { value: result.output }
    : { error: l10n.t("A learning rate {0}.", result.issues[0].message) };
}

/**
 * Parses a number of additional epochs.
 * @param before number of epochs of the whole run before the addition
 * @returns the number of epochs of the whole run
 */
export function parseMoreEpochs(text: string, before: number): Typed {
  const more = parseNumber(text.trim());
  if (!Number.isSafeInteger(more) || more < 1)
    return { error: l10n.t("The number of further epochs must be a whole number of at least 1.") };
  const result = v.safeParse(epochs, before + more);
  return result.success
    ? { value: result.output }
    : { error: l10n.t("The epochs of the whole run, {0}, {1}.", before + more, result.issues[0].message) };
}

/**
 * Parses a number of epochs of the whole run.
 * @param done number of complete epochs, which the typed number must exceed
 */
export function parseEpochsAbove(text: string, done: number): Typed {
  const value = parseNumber(text.trim());
  if (Number.isSafeInteger(value) && value > done && v.is(epochs, value)) return { value };
  return {
    error: l10n.t("The number of epochs must be a whole number above {0} and at most {1}.", done, mostEpochs),
  };
}

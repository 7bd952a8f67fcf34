import * as l10n from "@vscode/l10n";
import { drawnNames } from "../datasets/datasets";
import { imagesText } from "../text/amounts";
import { valueAt } from "./configValues";
import type { Hyperparameter } from "./Hyperparameter";
import { type HyperparameterKey, type hyperparameterList, hyperparameters } from "./hyperparameters";
import type { ForkChanges, RunConfig } from "./RunConfig";

/**
 * The value that a configuration has for a key, as {@link valueText} shows it. For a data folder that the configuration
 * does not name, the text states where the data comes from.
 */
export function textIn(config: RunConfig | ForkChanges, key: HyperparameterKey): string {
  const value = valueAt(config, key);
  if (hyperparameters[key].allows.kind !== "folder" || value !== "") return valueText(key, value);
  const dataset = valueAt(config, "dataset.name");
  return drawnNames.some((name) => name === dataset) ? l10n.t("built in") : l10n.t("downloaded");
}

/** A value as shown to a user: `0.001`, `512 × 512`, `on`. An invalid value is shown unchanged. */
export function valueText(key: HyperparameterKey, value: unknown): string {
  const { allows }: Hyperparameter = hyperparameters[key];
  if (allows.kind === "choice" && typeof value === "string")
    return Object.hasOwn(allows.of, value) ? allows.of[value]! : value;
  if (allows.kind === "whole number" && allows.isNullable && value === null) return l10n.t("all");
  if (typeof value === "boolean") return value ? l10n.t("on") : l10n.t("off");
  if (Array.isArray(value) && allows.kind === "indices")
    return value.length === 0 ? l10n.t("none") : imagesText(value.length);
  if (Array.isArray(value) && allows.kind === "whole numbers")
    return value.length === 0 ? l10n.t("none") : value.join(allows.separator);
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

/**
 * A hyperparameter with its value in a configuration, in a few words: `lr 0.01`, `momentum 0.9`. For a flag that is
 * off, the label is used, since `brief` describes a flag that is on.
 */
export function changeText(
  { key, label, brief }: (typeof hyperparameterList)[number],
  config: RunConfig | ForkChanges,
): string {
  const value = valueAt(config, key);
  const text = textIn(config, key);
  return brief && value !== false ? brief(text, value) : `${label.toLowerCase()} ${text}`;
}

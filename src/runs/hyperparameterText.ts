import * as l10n from "@vscode/l10n";
import { imagesText } from "../text/amounts";
import type { Hyperparameter } from "./Hyperparameter";
import { type HyperparameterKey, type hyperparameterList, hyperparameters } from "./hyperparameters";

/** A value as shown to a user: `0.001`, `512 × 512`, `on`. An invalid one is shown unchanged. */
export function valueText(key: HyperparameterKey, value: unknown): string {
  const { allows }: Hyperparameter = hyperparameters[key];
  if (allows.kind === "choice" && typeof value === "string")
    return Object.hasOwn(allows.of, value) ? allows.of[value]! : value;
  if (allows.kind === "folder" && value === "") return l10n.t("downloaded");
  if (allows.kind === "whole number" && allows.isNullable && value === null) return l10n.t("all");
  if (typeof value === "boolean") return value ? l10n.t("on") : l10n.t("off");
  if (Array.isArray(value) && allows.kind === "indices")
    return value.length === 0 ? l10n.t("none") : imagesText(value.length);
  if (Array.isArray(value) && allows.kind === "whole numbers")
    return value.length === 0 ? l10n.t("none") : value.join(allows.separator);
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** The text of a hyperparameter in a line with several hyperparameters: `lr 0.01`, `momentum 0.9`. */
function briefText({ key, label, brief }: (typeof hyperparameterList)[number], value: unknown): string {
  const text = valueText(key, value);
  return brief ? brief(text, value) : `${label.toLowerCase()} ${text}`;
}

/**
 * A value that differs from another run's, in a few words. For a flag that is off, the label is used, since `brief`
 * describes a flag that is on.
 */
export function changeText(one: (typeof hyperparameterList)[number], value: unknown): string {
  return value === false ? `${one.label.toLowerCase()} ${valueText(one.key, value)}` : briefText(one, value);
}

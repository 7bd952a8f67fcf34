import { l10n } from "vscode";

/** For example `1 epoch`, `5 epochs`. */
export function epochsText(count: number): string {
  return count === 1 ? l10n.t("1 epoch") : l10n.t("{0} epochs", count);
}

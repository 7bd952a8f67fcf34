import * as l10n from "@vscode/l10n";
import { plural } from "../text/language";

/** For example `1 epoch`, `5 epochs`. */
export function epochsText(count: number): string {
  return plural(count, l10n.t("1 epoch"), l10n.t("{0} epochs", count));
}

import * as l10n from "@vscode/l10n";
import { statusWord } from "../runs/statusWord";
import type { RunStatus } from "../runs/transitions";

/** A run's status in one or more words. */
export function statusLabel(status: RunStatus): string {
  if (status === "preparing") return l10n.t("preparing the data");
  if (status === "running") return l10n.t("training");
  return statusWord(status);
}

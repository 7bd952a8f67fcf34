import * as l10n from "@vscode/l10n";
import type { RunStatus } from "../runs/transitions";

/** A run's status in one or more words. */
export function statusLabel(status: RunStatus): string {
  return {
    preparing: l10n.t("preparing the data"),
    running: l10n.t("training"),
    paused: l10n.t("paused"),
    finished: l10n.t("finished"),
    stopped: l10n.t("stopped"),
    failed: l10n.t("failed"),
    interrupted: l10n.t("interrupted"),
  }[status];
}

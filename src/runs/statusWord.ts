import * as l10n from "@vscode/l10n";
import type { RunStatus } from "./transitions";

/** A run's status in a word, for lists and sentences. */
export function statusWord(status: RunStatus): string {
  return {
    preparing: l10n.t("preparing"),
    running: l10n.t("running"),
    paused: l10n.t("paused"),
    finished: l10n.t("finished"),
    stopped: l10n.t("stopped"),
    failed: l10n.t("failed"),
    interrupted: l10n.t("interrupted"),
  }[status];
}

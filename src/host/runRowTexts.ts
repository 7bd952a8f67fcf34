import * as l10n from "@vscode/l10n";
import type { Contact } from "../protocol/dashboardProtocol";
import type { Column } from "../runs/columns";
import { localTimeOf } from "../runs/localTime";
import type { RunSummary } from "../runs/RunStore";
import { runDescription } from "./runFigures";
import { statusLabel } from "./statusLabel";

/** The time at which a run began, with the word `started`. */
export function startedText({ created, state }: RunSummary): string {
  return l10n.t("started {0}", localTimeOf(state.startedAt ?? created));
}

/** Why this window is not connected to the trainer of a run, as one or two words. */
export function contactText(contact: Contact): string {
  return contact === "connecting" ? l10n.t("connecting") : l10n.t("not reachable");
}

/**
 * The texts of a run's row in the tree. A sign follows the name of a starred run, and of a run of which files could not
 * be read; `spoken`, for screen readers, has words in place of the signs.
 * @param others what the row depends on besides the run: the columns in which the listed runs differ, whether the run
 * is on display, whether another listed run has the same name, so that the row shows the run's folder, and why this
 * window is not connected to the run's living trainer, if there is one
 */
export function runRowTexts(
  run: RunSummary,
  others: {
    varying: readonly Column[];
    isShown: boolean;
    isNamesake: boolean;
    contact?: Contact | undefined;
  },
): { label: string; description: string; spoken: string } {
  const { id, name, state, labels, problems } = run;
  const figures = runDescription(run, others.varying);
  const contact = others.contact ? [contactText(others.contact)] : [];
  const shown = others.isShown ? [l10n.t("shown")] : [];
  const folder = others.isNamesake && id !== name ? [id] : [];
  const texts = (...all: string[]) => all.filter((text) => text !== "");
  return {
    label: [name, ...(labels.starred ? ["★"] : []), ...(problems.length > 0 ? ["⚠"] : [])].join(" "),
    description: texts(...folder, figures, ...contact, ...shown).join(" · "),
    spoken: texts(
      name,
      ...folder,
      ...(labels.starred ? [l10n.t("starred")] : []),
      ...contact,
      ...shown,
      statusLabel(state.status),
      ...(problems.length > 0 ? [l10n.t("Problems: {0}", problems.join(" "))] : []),
      figures,
      startedText(run),
    ).join(", "),
  };
}

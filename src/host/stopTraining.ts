import { setTimeout as sleep } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { inName } from "../runs/inert";
import type { RunWithState } from "../runs/RunStore";
import type { Session } from "./Session";
import { showError, showWarning } from "./window";

/**
 * Time (ms) from a stop, or from the answer Keep Waiting, until the user is asked about a trainer that has not ended.
 */
const QUESTION_AFTER_MS = 5000;

/** The stops in progress, by run folder. */
const stopping = new Map<string, Promise<void>>();

/**
 * Stops a run. Resolves when its process is gone. Offers to kill a process that does not answer. A second call during
 * the stop, as from a double click, returns the promise of the first.
 */
export function stopTraining(session: Session, run: RunWithState): Promise<void> {
  const { folder } = run;
  const under = stopping.get(folder) ?? stopOnce(session, run).finally(() => stopping.delete(folder));
  stopping.set(folder, under);
  return under;
}

async function stopOnce(session: Session, run: RunWithState): Promise<void> {
  const stopped = session.stop(run).then(() => "stopped" as const);
  const late = () => sleep(QUESTION_AFTER_MS, "late" as const, { ref: false });
  const [end, wait] = [l10n.t("End Process"), l10n.t("Keep Waiting")];
  while ((await Promise.race([stopped, late()])) === "late") {
    const question = l10n.t(
      "The trainer of {0} does not answer. Its process can be ended; what the run has recorded is kept.",
      inName(run.name),
    );
    const answer = await Promise.race([stopped, showWarning(question, end, wait)]);
    if (answer === end && !session.endProcess(run))
      void showError(
        l10n.t("The process of {0} cannot be ended from here; end it where it runs.", inName(run.name)),
      );
    // Dismissing the question counts as waiting. No further question is asked then, nor after End Process.
    if (answer !== wait) return void (await stopped);
  }
}

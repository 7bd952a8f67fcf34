import { setTimeout as sleep } from "node:timers/promises";
import { l10n } from "vscode";
import { inName } from "../runs/inert";
import type { ShownRun } from "./OpenRun";
import type { Session } from "./Session";
import { showWarning } from "./window";

/** How long a trainer may take to end before its user is asked about it, in milliseconds. */
const PATIENCE = 5000;

/** Ends a run; resolves when its process is gone, which the user may have ended that does not answer. */
export async function stopTraining(session: Session, run: ShownRun): Promise<void> {
  const stopped = session.stop(run).then(() => "stopped" as const);
  const late = () => sleep(PATIENCE, "late" as const, { ref: false });
  const [end, wait] = [l10n.t("End Process"), l10n.t("Keep Waiting")];
  while ((await Promise.race([stopped, late()])) === "late") {
    const question = l10n.t(
      "The trainer of {0} does not answer. Its process can be ended; what the run has recorded is kept.",
      inName(run.name),
    );
    const answer = await Promise.race([stopped, showWarning(question, end, wait)]);
    if (answer === end) session.endProcess(run);
    // Who closes the question is not asked again.
    if (answer !== wait) return void (await stopped);
  }
}

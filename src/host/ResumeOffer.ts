import * as l10n from "@vscode/l10n";
import type { Disposable } from "vscode";
import { inName } from "../runs/inert";
import type { RunSummary } from "../runs/RunStore";
import { isOver } from "../runs/transitions";
import { resumeLabel } from "./endMessage";
import type { Session } from "./Session";
import { showInformation } from "./window";

/**
 * Offers once to resume the run with the id {@link Session.leftRunId}, if the run was interrupted or has failed after
 * the earlier window closed.
 */
export class ResumeOffer {
  private readonly subscription: Disposable;

  constructor(
    private readonly session: Session,
    private readonly resume: (run: RunSummary) => void,
  ) {
    this.subscription = session.list.onDidChange(() => this.offer());
    if (session.leftRunId !== undefined) void session.refresh();
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async offer(): Promise<void> {
    const { leftRunId, list, live } = this.session;
    // {@link TrainingEnds} announces the end of a run that is still live.
    if (live.some(({ id }) => id === leftRunId)) return this.dispose();
    const run = list.runs.find(({ id }) => id === leftRunId);
    if (!run || !isOver(run.state.status)) return;
    this.dispose();
    this.session.forgetLeftRun();
    if (run.state.status !== "interrupted" && run.state.status !== "failed") return;
    const resume = resumeLabel(run.state);
    if ((await showInformation(message(run), resume)) === resume) this.resume(run);
  }
}

function message({ name, state }: RunSummary): string {
  const epoch = Math.max(1, state.epoch);
  return state.error
    ? l10n.t(
        "The training {0} failed at epoch {1} after its window was closed. {2}",
        inName(name),
        epoch,
        state.error,
      )
    : l10n.t(
        "The training {0} was interrupted at epoch {1} after its window was closed.",
        inName(name),
        epoch,
      );
}

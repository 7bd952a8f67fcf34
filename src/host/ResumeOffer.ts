import { type Disposable, l10n, window } from "vscode";
import type { RunSummary } from "../runs/RunStore";
import { findLeftRun } from "./leftRun";
import type { Session } from "./Session";

/** Offers, once, to go on with the run that an earlier window left. */
export class ResumeOffer {
  private readonly subscription: Disposable;

  constructor(
    private readonly session: Session,
    private readonly resume: (run: RunSummary) => void,
  ) {
    this.subscription = session.list.onDidChange(() => this.offer());
    if (session.leftRunId !== undefined) void session.list.refresh();
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async offer(): Promise<void> {
    const run = findLeftRun(this.session.leftRunId, this.session.list.runs);
    if (!run) return;
    this.subscription.dispose();
    this.session.forgetLeftRun();
    const resume = l10n.t("Resume");
    const message = l10n.t(
      "The training {0} ended in epoch {1} when its window went away.",
      run.name,
      run.state.epoch,
    );
    if ((await window.showInformationMessage(message, resume)) === resume) this.resume(run);
  }
}

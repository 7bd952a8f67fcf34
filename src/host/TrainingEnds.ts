import * as l10n from "@vscode/l10n";
import type { Disposable } from "vscode";
import type { EndedEvent } from "../runs/RunEvent";
import type { Dashboards } from "./Dashboards";
import { endMessage, resumeLabel } from "./endMessage";
import type { OpenRun } from "./OpenRun";
import type { Session } from "./Session";
import type { TrainingStarter } from "./TrainingStarter";
import type { TrainingCommands } from "./trainingCommands";
import { showError, showInformation, showWarning } from "./window";

/** Announces how trainings end and offers the next step. */
export class TrainingEnds {
  private readonly subscription: Disposable;

  constructor(
    private readonly session: Session,
    private readonly dashboards: Dashboards,
    private readonly starter: TrainingStarter,
    private readonly commands: TrainingCommands,
  ) {
    this.subscription = session.onDidEndOwn(({ run, event }) => void this.announce(run, event));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async announce(run: OpenRun, event: EndedEvent): Promise<void> {
    // A dashboard shows the end with its own buttons, so that no message is needed. It does not show that a resume was
    // undone, that is, ended before its first step.
    if (!event.undone && this.dashboards.isInView(run)) return;
    if (event.code === "dataset") return this.offerDatasets(run, event);
    if (event.status === "stopped" && this.starter.wasReplaced(run)) return;
    if (event.undone === "stopped") return;
    const [show, resume] = [l10n.t("Show"), resumeLabel(run.state)];
    const message = endMessage(run, event);
    const answer =
      event.status === "failed" || event.undone
        ? await showError(message, show, resume)
        : event.status === "interrupted"
          ? await showWarning(message, show, resume)
          : event.missing
            ? await showWarning(message, show)
            : await showInformation(message, show);
    if (answer === resume) return void (await this.commands.resume(run));
    if (answer !== show) return;
    await this.session.show(run);
    await this.dashboards.show();
  }

  /**
   * Offers other data after a run's data set was not found. A run that was resumed, forked or trained again keeps its
   * data set. For such a run, another folder is offered, and the sample set is not.
   */
  private async offerDatasets(run: OpenRun, { error }: EndedEvent): Promise<void> {
    const message = error ?? l10n.t("The data set is not on this machine and cannot be downloaded.");
    if (!(await this.starter.again(run))) return this.commands.offerDatasets(message);
    const choose = l10n.t("Choose Folder…");
    if ((await showError(message, choose)) === choose) await this.commands.chooseDataFolder(run);
  }
}

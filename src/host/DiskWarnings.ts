import * as l10n from "@vscode/l10n";
import type { Disposable } from "vscode";
import type { Dashboards } from "./Dashboards";
import type { OpenRun } from "./OpenRun";
import type { Session } from "./Session";
import { showWarning } from "./window";

/**
 * Shows a notification at the first warning that a run's files cannot be written. Shows none if a dashboard shows the
 * run at that time, or if {@link Session.isOwn} is false for the run.
 */
export class DiskWarnings {
  private readonly subscription: Disposable;
  private readonly warned = new WeakSet<OpenRun>();

  constructor(
    private readonly session: Session,
    private readonly dashboards: Dashboards,
  ) {
    this.subscription = session.onDidTrain(({ run, event }) => {
      if (event.type !== "warning" || event.code !== "disk") return;
      if (this.warned.has(run) || !session.isOwn(run)) return;
      this.warned.add(run);
      if (this.dashboards.isInView(run)) return;
      void this.warn(run, event.message);
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async warn(run: OpenRun, message: string): Promise<void> {
    const show = l10n.t("Show");
    if ((await showWarning(message, show)) !== show) return;
    await this.session.show(run);
    await this.dashboards.show();
  }
}

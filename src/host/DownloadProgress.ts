import * as l10n from "@vscode/l10n";
import { Disposable } from "vscode";
import { fileSize } from "../runs/figures";
import type { OpenRun } from "./OpenRun";
import type { Session } from "./Session";
import { type ProgressNotification, showProgress } from "./window";

/**
 * A notification while the data set of {@link Session.training} downloads. Cancelling the notification stops the run.
 */
export class DownloadProgress {
  private readonly subscriptions: Disposable;
  private current: ProgressNotification | undefined;

  constructor(private readonly session: Session) {
    this.subscriptions = Disposable.from(
      session.onDidTrain(({ run }) => {
        if (run !== session.training) return;
        const { download } = run.state;
        if (download) this.report(run, download);
        else this.close();
      }),
      session.onDidChangeTraining(() => session.training || this.close()),
    );
  }

  dispose(): void {
    this.close();
    this.subscriptions.dispose();
  }

  private report(
    run: OpenRun,
    download: { file: string; receivedBytes: number; totalBytes: number | null },
  ): void {
    this.current ??= showProgress(l10n.t("Downloading the data set"), () => void this.session.stop(run));
    const { file, receivedBytes, totalBytes } = download;
    const received = fileSize(receivedBytes);
    const message = totalBytes
      ? l10n.t("{0}, {1} of {2}", file, received, fileSize(totalBytes))
      : l10n.t("{0}, {1}", file, received);
    this.current.report(message);
  }

  private close(): void {
    this.current?.close();
    this.current = undefined;
  }
}

import { Disposable, l10n, ProgressLocation, window } from "vscode";
import { fileSize } from "../runs/figures";
import type { OpenRun } from "./OpenRun";
import type { Session } from "./Session";

type Progress = { report(value: { message: string }): void };

/** A notification while a data set downloads; cancelling it stops the run. */
export class DownloadProgress {
  private readonly subscriptions: Disposable;
  private current: { progress: Progress; close: () => void } | undefined;

  constructor(private readonly session: Session) {
    this.subscriptions = Disposable.from(
      session.onDidTrain(({ run }) => {
        if (run !== session.training) return;
        const { download } = run.state;
        if (download) this.report(run, download);
        else this.close();
      }),
      session.onDidChangeTraining(() => session.isTraining || this.close()),
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
    this.current ??= this.open(run);
    const { file, receivedBytes, totalBytes } = download;
    const received = fileSize(receivedBytes);
    const message = totalBytes
      ? l10n.t("{0}, {1} of {2}", file, received, fileSize(totalBytes))
      : l10n.t("{0}, {1}", file, received);
    this.current.progress.report({ message });
  }

  private open(run: OpenRun): { progress: Progress; close: () => void } {
    const opened: { progress: Progress; close: () => void } = {
      progress: { report: () => undefined },
      close: () => undefined,
    };
    void window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t("Downloading Fashion-MNIST"),
        cancellable: true,
      },
      (progress, cancellation) => {
        opened.progress = progress;
        cancellation.onCancellationRequested(() => void this.session.stop(run));
        return new Promise<void>((resolve) => {
          opened.close = resolve;
        });
      },
    );
    return opened;
  }

  private close(): void {
    this.current?.close();
    this.current = undefined;
  }
}

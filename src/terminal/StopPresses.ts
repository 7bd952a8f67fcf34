import * as l10n from "@vscode/l10n";
import type { TrainerHandle } from "../client/TrainerClient";
import type { Output } from "./Output";
import { showUser } from "./showUser";

/** Time (ms) after the first Ctrl-C. If the trainer has not stopped by then, {@link advice} is shown. */
const ADVICE_AFTER_MS = 5000;

/** Time (ms) that a user needs to read {@link advice}. A Ctrl-C within this time has no effect. */
const READING_MS = 1500;

const advice = l10n.t(
  "The trainer has not stopped within {0} s; Ctrl-C once more ends its process, and what it did since its last checkpoint is lost.",
  ADVICE_AFTER_MS / 1000,
);

/**
 * Handles each Ctrl-C of a terminal. The first press stops the run. Programs such as npm pass Ctrl-C on to this
 * process, so that one press may arrive twice. A later press therefore kills the trainer's process only if
 * {@link advice} was shown at least {@link READING_MS} before. Otherwise a later press has no effect.
 */
export class StopPresses {
  private timer: NodeJS.Timeout | undefined;
  /** Time (ms, of `performance.now`) at which {@link advice} was shown; infinite before that. */
  private advisedAt = Number.POSITIVE_INFINITY;

  constructor(
    private readonly training: Pick<TrainerHandle, "stop" | "kill">,
    private readonly errors: Output,
  ) {}

  /** Whether there was a press. */
  get hasPress(): boolean {
    return this.timer !== undefined;
  }

  press(): void {
    if (!this.hasPress) {
      void this.training.stop();
      this.errors.line(l10n.t("Stopping the run and saving its weights."));
      this.timer = setTimeout(() => void this.advise(), ADVICE_AFTER_MS);
      // The timer must not keep this process from ending after the run.
      this.timer.unref();
    } else if (performance.now() - this.advisedAt >= READING_MS) this.training.kill();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.timer);
  }

  private async advise(): Promise<void> {
    if (await showUser(advice, this.errors)) this.advisedAt = performance.now();
  }
}

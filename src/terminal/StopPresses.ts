import * as l10n from "@vscode/l10n";
import type { TrainerHandle } from "../client/TrainerClient";
import type { Output } from "./Output";
import { showUser } from "./showUser";

/** Time (ms) after which the user of a trainer that has not stopped is told what else can be done. */
const ADVICE_AFTER_MS = 5000;

/** Time (ms) that a user needs to read the advice: an earlier press does not answer it. */
const READING_MS = 1500;

const advice = l10n.t(
  "The trainer has not stopped within {0} s; Ctrl-C once more ends its process, and what it did since its last checkpoint is lost.",
  ADVICE_AFTER_MS / 1000,
);

/**
 * What each Ctrl-C of a terminal does. The first stops the run. One press may arrive twice, as runners such as npm
 * pass it on, so a later one ends the trainer's process only after the user has read that it does so.
 */
export class StopPresses {
  private timer: NodeJS.Timeout | undefined;
  /** Time (ms) of this process at which the advice was printed. */
  private advisedAt = Number.POSITIVE_INFINITY;

  constructor(
    private readonly training: Pick<TrainerHandle, "stop" | "kill">,
    private readonly errors: Output,
  ) {}

  press(): void {
    if (this.timer === undefined) {
      void this.training.stop();
      this.errors.line(l10n.t("Stopping the run and saving its weights."));
      this.timer = setTimeout(() => void this.advise(), ADVICE_AFTER_MS);
      // A run that ends by itself meanwhile is not waited for.
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

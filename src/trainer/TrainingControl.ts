import * as l10n from "@vscode/l10n";
import type { ControlAction } from "../protocol/trainerProtocol";
import type { ControlEvent } from "../runs/RunEvent";
import { statusWord } from "../runs/statusWord";
import { isAllowed, type RunStatus } from "../runs/transitions";

/** The members of a training that {@link TrainingControl} uses, never while a batch is computed. */
export interface Controlled {
  /** Number of epochs that are complete or under way. */
  readonly begunEpochs: number;
  /** @throws Error with a one-sentence message if a schedule sets the learning rate at each step */
  setLearningRate(value: number): void;
  /** @throws Error with a one-sentence message if a OneCycleLR schedule ends before this number of epochs */
  setEpochs(value: number): void;
  record(action: ControlEvent["action"], value?: number): void;
  /** Called after a pause has been recorded. */
  onPause(): void;
}

/**
 * Applies users' actions to the training: pause, resume, step, a new learning rate, another number of epochs. The
 * trainer reads no message while a batch is computed, and an action takes effect when its message is read.
 */
export class TrainingControl {
  private status: RunStatus = "preparing";
  private training: Controlled | undefined;
  /** Number of requested steps of the paused training that are not trained yet. */
  private allowed = 0;
  private wake = () => {};

  /** @param signal ends a pause when aborted */
  constructor(private readonly signal: AbortSignal) {
    signal.addEventListener("abort", () => this.wake());
  }

  begin(training: Controlled): void {
    this.training = training;
    this.status = "running";
  }

  end(): void {
    this.training = undefined;
  }

  /**
   * Applies an action. @throws Error with a one-sentence message if the run's status does not allow the action, or its
   * value is refused
   */
  accept(request: ControlAction): void {
    const { training, status } = this;
    if (!training || !isAllowed(status, request.action))
      throw new Error(refusals[request.action](training ? statusWord(status) : l10n.t("not training")));
    switch (request.action) {
      case "pause":
        this.status = "paused";
        this.allowed = 0;
        training.record("paused");
        training.onPause();
        break;
      case "resume":
        this.status = "running";
        training.record("resumed");
        this.wake();
        break;
      case "step":
        this.allowed++;
        this.wake();
        break;
      case "learningRate":
        training.setLearningRate(request.value);
        training.record("learningRate", request.value);
        break;
      case "epochs":
        if (request.value < training.begunEpochs)
          throw new Error(
            l10n.t(
              "The run is in epoch {0} already and cannot end after {1}.",
              training.begunEpochs,
              request.value,
            ),
          );
        training.setEpochs(request.value);
        training.record("epochs", request.value);
        break;
    }
  }

  /**
   * Waits, without using the processor, while the training is paused, no step is requested and the signal is not
   * aborted.
   */
  async ready(): Promise<void> {
    while (this.status === "paused" && this.allowed === 0 && !this.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Must be called after each batch. Records the batch as a requested step if the training is paused. */
  batchDone(): void {
    if (this.status !== "paused" || this.allowed === 0) return;
    this.allowed--;
    this.training?.record("stepped");
  }
}

const refusals: Readonly<Record<ControlAction["action"], (status: string) => string>> = {
  pause: (status) => l10n.t("A run that is {0} cannot be paused.", status),
  resume: (status) => l10n.t("A run that is {0} cannot be resumed.", status),
  step: (status) => l10n.t("A run that is {0} cannot be stepped.", status),
  learningRate: (status) => l10n.t("A run that is {0} cannot change its learning rate.", status),
  epochs: (status) => l10n.t("A run that is {0} cannot change its number of epochs.", status),
};

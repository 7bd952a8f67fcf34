import * as l10n from "@vscode/l10n";
import { inName } from "../runs/inert";
import type { RunStatus } from "../runs/transitions";
import { plural } from "../text/language";
import { sentences } from "../text/sentences";

/** A training that has begun. */
export interface BegunTraining {
  run: { readonly name: string; readonly state: { readonly status: RunStatus } };
  /** Resolves when the trainer process is gone. */
  ended: Promise<unknown>;
}

export interface SequenceOptions<Training> {
  /** Begins a training. @returns undefined if it did not begin and the user knows why */
  begin: (training: Training) => Promise<BegunTraining | undefined>;
  /** Called with the number of each training, counted from 1, before it begins. */
  report: (number: number) => void;
  /**
   * Called with the number of trainings after the present one before each training begins, and with 0 at the end of the
   * sequence. Not called at the end if the window closes during a training.
   */
  remember: (left: number) => void;
  /** Shows a message that states how many trainings are not started. */
  tell: (message: string) => void;
}

/**
 * Performs trainings in sequence. The sequence ends early when a training does not begin or does not finish, and after
 * the training during which {@link cancel} was called. A message then states how many trainings are not started.
 */
export class TrainingSequence<Training> {
  private isCancelled = false;
  private isClosed = false;
  /** Number of trainings up to the present one, which is beginning or under way. */
  private reached = 0;

  constructor(
    private readonly trainings: readonly Training[],
    private readonly options: SequenceOptions<Training>,
  ) {}

  /** Ends the sequence after the present training. */
  cancel(): void {
    if (this.isCancelled) return;
    this.isCancelled = true;
    this.options.remember(0);
    this.tellNotStarted(this.left);
  }

  /** Called when the window closes: no further training begins, and no message is shown. */
  close(): void {
    this.isClosed = true;
  }

  async perform(): Promise<void> {
    await this.performAll();
    if (!this.isClosed) this.options.remember(0);
  }

  private async performAll(): Promise<void> {
    for (const training of this.trainings) {
      this.options.report(++this.reached);
      this.options.remember(this.left);
      const live = await this.options.begin(training);
      await live?.ended;
      if (this.isCancelled || this.isClosed) return;
      // A single training needs no message besides the one about its start.
      if (!live) return this.trainings.length > 1 ? this.tellNotStarted(this.left + 1) : undefined;
      const { name, state } = live.run;
      if (state.status !== "finished")
        return this.tellNotStarted(this.left, l10n.t("The training {0} has not finished.", inName(name)));
    }
  }

  private get left(): number {
    return this.trainings.length - this.reached;
  }

  private tellNotStarted(count: number, reason?: string): void {
    if (count === 0) return;
    const text = plural(
      count,
      l10n.t("1 further training is not started."),
      l10n.t("{0} further trainings are not started.", count),
    );
    this.options.tell(sentences(reason, text));
  }
}

import type { Answer } from "./Answered";

/** Sends one question at a time. Of the questions that are given while an answer is awaited, only the last is sent. */
export class LatestOnly<Question, Value> {
  private waiting: Question | undefined;
  private isAsking = false;
  /** Whether the answer to the question that was sent is dropped when it arrives. */
  private isDropped = false;

  /**
   * @param answered called with each answer that is not dropped, and with an empty answer when {@link ask} is called
   * without a question
   */
  constructor(
    private readonly load: (question: Question) => Promise<Value>,
    private readonly answered: (answer: Answer<Value>) => void,
  ) {}

  /** @param question undefined for none: the answer that is awaited is then dropped, and so is a question that waits */
  ask(question: Question | undefined): void {
    this.waiting = question;
    if (question === undefined) {
      this.isDropped = true;
      this.answered({});
    } else if (!this.isAsking) void this.askWaiting();
  }

  private async askWaiting(): Promise<void> {
    this.isAsking = true;
    while (this.waiting !== undefined) {
      const question = this.waiting;
      this.waiting = undefined;
      this.isDropped = false;
      const answer = await this.load(question).then(
        (value) => ({ value }),
        ({ message, code }: Error & { code?: number }) => ({ refusal: { message, code } }),
      );
      if (!this.isDropped) this.answered(answer);
    }
    this.isAsking = false;
  }
}

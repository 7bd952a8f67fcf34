/** Why a request was refused. */
export interface Refusal {
  /** One sentence. */
  message: string;
  /** The error code of the answer. */
  code?: number;
}

/** The answer to a request. Without either member, the answer has not arrived. */
export interface Answer<Value> {
  value?: Value;
  refusal?: Refusal;
}

/**
 * The answers to requests of one kind. A component calls {@link get} at every rendering. A missing answer is requested,
 * and `changed` is called when it arrives. Of more than `most` answers, those used least recently are dropped.
 */
export class Answered<Request, Value> {
  private readonly answers = new Map<string, { request: Request; answer: Answer<Value> }>();

  /**
   * @param changed called when an answer has arrived
   * @param most largest number of answers that are kept
   */
  constructor(
    private readonly load: (request: Request) => Promise<Value>,
    private readonly changed: () => void,
    private readonly most: number,
  ) {}

  get(request: Request): Answer<Value> {
    const key = JSON.stringify(request);
    const known = this.answers.get(key);
    if (known) {
      this.answers.delete(key);
      this.answers.set(key, known);
      return known.answer;
    }
    const asked: { request: Request; answer: Answer<Value> } = { request, answer: {} };
    this.answers.set(key, asked);
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= this.most) break;
      this.answers.delete(oldest);
    }
    this.load(request).then(
      (value) => {
        asked.answer = { value };
        this.changed();
      },
      (error: Error & { code?: number }) => {
        asked.answer = { refusal: { message: error.message, code: error.code } };
        this.changed();
      },
    );
    return asked.answer;
  }

  /** Drops the answers for which `isMeant` returns true, so that {@link get} requests them again. */
  forget(isMeant: (request: Request, answer: Answer<Value>) => boolean): void {
    for (const [key, { request, answer }] of this.answers)
      if (isMeant(request, answer)) this.answers.delete(key);
  }
}

/** What is wrong with a filter: one sentence, and the part of the text that it is about. */
export class FilterError extends Error {
  override name = "FilterError";
  readonly start: number;
  readonly end: number;

  constructor(
    message: string,
    part: { start: number; end: number },
    /** The word with the part; set where the word may be the beginning of a name that a user is still typing. */
    readonly begun?: { start: number; end: number },
  ) {
    super(message);
    this.start = part.start;
    this.end = part.end;
  }
}

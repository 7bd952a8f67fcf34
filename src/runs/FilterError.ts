/** What is wrong with a filter: one sentence, and the part of the text that it is about. */
export class FilterError extends Error {
  override name = "FilterError";
  readonly start: number;
  readonly end: number;

  constructor(
    message: string,
    part: { start: number; end: number },
    /** The word with the part, where it is the beginning of something that can be written there. */
    readonly begun?: { start: number; end: number },
  ) {
    super(message);
    this.start = part.start;
    this.end = part.end;
  }
}

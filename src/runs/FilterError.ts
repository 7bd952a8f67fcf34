/**
 * What is wrong with a filter: one sentence, and the positions of the part of the filter that the sentence is about.
 */
export class FilterError extends Error {
  override name = "FilterError";
  readonly start: number;
  readonly end: number;

  constructor(
    message: string,
    part: { start: number; end: number },
    /**
     * Positions of the word that contains the part. Set only if the word may be the beginning of a valid word that the
     * user is still typing.
     */
    readonly begun?: { start: number; end: number },
  ) {
    super(message);
    this.start = part.start;
    this.end = part.end;
  }
}

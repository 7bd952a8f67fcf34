/**
 * An error in the text of a filter. The message is one sentence about the part of the text from the index `start` to
 * before the index `end`.
 */
export class FilterError extends Error {
  override name = "FilterError";
  readonly start: number;
  readonly end: number;

  constructor(
    message: string,
    part: { start: number; end: number },
    /**
     * The first index of the word that contains `part`, and the index after the word, in the text of the filter. Set
     * only if the word may be the beginning of a valid word that the user is still typing.
     */
    readonly begun?: { start: number; end: number },
  ) {
    super(message);
    this.start = part.start;
    this.end = part.end;
  }
}

/** A server did not give the file. */
export class FetchFailure extends Error {
  constructor(
    message: string,
    /** Whether asking again later may help. */
    readonly mayPass: boolean,
  ) {
    super(message);
  }
}

import { withoutCredentials } from "../files/withoutCredentials";

/** A server did not send the file. The message has no credentials, even if it quotes an address. */
export class FetchFailure extends Error {
  constructor(
    message: string,
    /** Whether a later attempt may succeed. */
    readonly mayPass: boolean,
  ) {
    super(withoutCredentials(message));
  }
}

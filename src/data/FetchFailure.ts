import { withoutCredentials } from "../files/withoutCredentials";

/** A server did not give the file. The message has no credentials, whatever address it quotes. */
export class FetchFailure extends Error {
  constructor(
    message: string,
    /** Whether asking again later may help. */
    readonly mayPass: boolean,
  ) {
    super(withoutCredentials(message));
  }
}

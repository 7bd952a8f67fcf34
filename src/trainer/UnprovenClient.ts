import type { Socket } from "node:net";
import { BoundedReader, MOST_BYTES } from "../protocol/BoundedReader";
import { isProofOf, type Nonces, newNonce, proofOf } from "../protocol/proofs";

/** How long a connection may last before its client has proven itself. */
const MOST_MS = 5000;
/** The time is counted in so many pieces, so that one in which this process was held up or suspended counts as one. */
const PIECES = 10;

/** A connection whose client has not proven yet that it knows the run's token: it may cost so little and no more. */
export class UnprovenClient {
  readonly reader: BoundedReader;
  private readonly counting: NodeJS.Timeout;
  private nonces: Nonces | undefined;
  private isProven = false;

  constructor(readonly socket: Socket) {
    this.reader = new BoundedReader(socket);
    let left = PIECES;
    this.counting = setInterval(() => {
      if (--left === 0) socket.destroy();
    }, MOST_MS / PIECES).unref();
    socket.once("close", () => clearInterval(this.counting));
  }

  /** Answers the client's nonce, once. */
  prove(token: string, nonce: string): { nonce: string; proof: string } | undefined {
    if (this.nonces) return undefined;
    this.nonces = { client: nonce, trainer: newNonce() };
    return { nonce: this.nonces.trainer, proof: proofOf("trainer", token, this.nonces) };
  }

  /** Whether the client has proven itself, which it may once; from then on its messages are bounded, and its time is not. */
  accept(token: string, proof: string): boolean {
    if (!this.nonces || this.isProven || !isProofOf("client", proof, token, this.nonces)) return false;
    this.isProven = true;
    clearInterval(this.counting);
    this.reader.boundEachMessage(MOST_BYTES);
    return true;
  }
}

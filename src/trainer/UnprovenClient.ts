import type { Socket } from "node:net";
import { BoundedReader, MOST_BYTES } from "../protocol/BoundedReader";
import { isProofOf, type Nonces, newNonce, proofOf } from "../protocol/proofs";

/** Time (ms) within which a client must prove that it has the run's token. */
const MOST_MS = 5000;
/**
 * Number of intervals into which {@link MOST_MS} is divided. If this process is suspended, the suspension counts as at
 * most one interval.
 */
const PIECES = 10;

/**
 * A connection whose client has not yet proven that it has the run's token. Until then, the number of bytes and the
 * time of the connection are limited.
 */
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

  /** Answers the client's nonce. @returns the trainer's nonce and proof; undefined if the client sent a nonce before */
  prove(token: string, nonce: string): { nonce: string; proof: string } | undefined {
    if (this.nonces) return undefined;
    this.nonces = { client: nonce, trainer: newNonce() };
    return { nonce: this.nonces.trainer, proof: proofOf("trainer", token, this.nonces) };
  }

  /**
   * Returns true for the first valid proof of the client, otherwise false. After the valid proof, the time of the
   * connection is not limited, and the limit of bytes holds for each message instead of for all messages together.
   */
  accept(token: string, proof: string): boolean {
    if (!this.nonces || this.isProven || !isProofOf("client", proof, token, this.nonces)) return false;
    this.isProven = true;
    clearInterval(this.counting);
    this.reader.boundEachMessage(MOST_BYTES);
    return true;
  }
}

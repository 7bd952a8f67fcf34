/**
 * Proofs by which a trainer and a client on the trainer's socket show each other that they have the run's token. The
 * token itself is not sent over the socket.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** A random number (64 hexadecimal digits) of each side. The two make a proof valid for one connection only. */
export interface Nonces {
  client: string;
  trainer: string;
}

export function newNonce(): string {
  return randomBytes(32).toString("hex");
}

/** The HMAC-SHA-256 of a side's name and both nonces, with the token as the key. @returns 64 hexadecimal digits */
export function proofOf(side: keyof Nonces, token: string, { client, trainer }: Nonces): string {
  return createHmac("sha256", Buffer.from(token, "hex")).update(`${side} ${client} ${trainer}`).digest("hex");
}

export function isProofOf(side: keyof Nonces, given: string, token: string, nonces: Nonces): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(proofOf(side, token, nonces))];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** How a trainer and a client on its socket show each other that they know the run's token, which is never sent. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** One from each side, so that a proof is worth nothing in another conversation. 64 hexadecimal digits. */
export interface Nonces {
  client: string;
  trainer: string;
}

export function newNonce(): string {
  return randomBytes(32).toString("hex");
}

/** @returns 64 hexadecimal digits, which differ between the two sides */
export function proofOf(side: keyof Nonces, token: string, { client, trainer }: Nonces): string {
  return createHmac("sha256", Buffer.from(token, "hex")).update(`${side} ${client} ${trainer}`).digest("hex");
}

export function isProofOf(side: keyof Nonces, given: string, token: string, nonces: Nonces): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(proofOf(side, token, nonces))];
  return a.length === b.length && timingSafeEqual(a, b);
}

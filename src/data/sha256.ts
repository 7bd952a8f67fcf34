import { createHash } from "node:crypto";

/** Hexadecimal SHA-256 of pieces in sequence, such as those of a stream. */
export async function sha256Of(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}

import { createHash } from "node:crypto";

/** Hexadecimal SHA-256 of pieces one after the other, such as a stream gives of a file. */
export async function sha256Of(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}

/** A file that holds its own SHA-256, so that it can be told whole where nothing else knows of it. */
import { createHash } from "node:crypto";

/** To be written where the digest belongs: as many zeros as it has digits. */
export const UNSEALED = "0".repeat(64);

/** How a header of JSON begins the digest. */
const BEFORE = '"sha256":"';

/** Puts the digest in its place: of all the bytes, as they are before. */
export function seal(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  file.write(sha256(bytes), placeOfDigest(file));
}

/** Whether the bytes are, to the last bit, what {@link seal} left. */
export function isSealed(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const place = placeOfDigest(file);
  const end = place + UNSEALED.length;
  const unsealed = createHash("sha256")
    .update(file.subarray(0, place))
    .update(UNSEALED)
    .update(file.subarray(end));
  return file.toString("latin1", place, end) === unsealed.digest("hex");
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The end of a file that has none, where there is nothing to be read or written. */
function placeOfDigest(file: Buffer): number {
  const begin = file.indexOf(BEFORE);
  return begin === -1 ? file.length : begin + BEFORE.length;
}

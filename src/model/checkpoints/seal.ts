/** A file that contains its own SHA-256, so that it can be checked without the log. */
import { createHash } from "node:crypto";
import { sha256 } from "../../files/sha256";

/** The value instead of the digest before sealing: as many zeros as the digest has digits. */
export const UNSEALED = "0".repeat(64);

/** The text before the digest in a JSON header. */
const BEFORE = '"sha256":"';

/** Writes the SHA-256 of all bytes in the place of {@link UNSEALED}. */
export function seal(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  file.write(sha256(bytes), placeOfDigest(file));
}

/** Whether the bytes are exactly those that {@link seal} left. */
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

/** Index of the digest; the end of a file without one. */
function placeOfDigest(file: Buffer): number {
  const begin = file.indexOf(BEFORE);
  return begin === -1 ? file.length : begin + BEFORE.length;
}

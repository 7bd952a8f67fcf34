/** A file that contains its own SHA-256, so that it can be checked without the log. */
import { createHash } from "node:crypto";
import { sha256 } from "../../files/sha256";

/** The value in place of the digest before {@link seal}: one zero for each of the digest's 64 hexadecimal digits. */
export const UNSEALED = "0".repeat(64);

/** The text before the digest in a JSON header. */
const BEFORE = '"sha256":"';

/** Writes the SHA-256 of all bytes in the place of {@link UNSEALED}, which is part of these bytes. */
export function seal(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  file.write(sha256(bytes), placeOfDigest(file));
}

/** Whether the digest in the bytes is the SHA-256 of the bytes with {@link UNSEALED} in place of the digest. */
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

/** Index of the digest; `file.length` if the file has none. */
function placeOfDigest(file: Buffer): number {
  const begin = file.indexOf(BEFORE);
  return begin === -1 ? file.length : begin + BEFORE.length;
}

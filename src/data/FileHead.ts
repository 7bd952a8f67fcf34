import { constants as fsConstants } from "node:fs";
import { open } from "node:fs/promises";
import { constants, gunzipSync } from "node:zlib";
import type { DataFile } from "../datasets/DataFile";
import { longestHeader, readIdxHeader } from "./idx";

/**
 * Number of bytes that are read from the beginning of a file to recognize its content. They hold the IDX header, even
 * if the file is compressed.
 */
const headBytes = 1024;

/** Whether bytes begin a gzip file, whatever its name is. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * The first bytes of a file's content, at most {@link longestHeader}, decompressed if needed; empty where the file is
 * no regular file or cannot be decompressed.
 * @throws Error of the file system
 */
export async function readHead(path: string): Promise<Uint8Array> {
  // Without O_NONBLOCK, opening a pipe that has no writer would block. Windows has neither the flag nor such pipes.
  const file = await open(path, fsConstants.O_RDONLY | (fsConstants.O_NONBLOCK ?? 0));
  try {
    if (!(await file.stat()).isFile()) return new Uint8Array();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return unpacked(buffer.subarray(0, bytesRead)).subarray(0, longestHeader);
  } finally {
    await file.close();
  }
}

/** Whether a file with this beginning has the kind, shape and number of entries of `file`. */
export function isHeadOf(head: Uint8Array, file: DataFile): boolean {
  try {
    return readIdxHeader(head, "", file).count === file.count;
  } catch {
    return false;
  }
}

/**
 * The beginning of a file, decompressed if needed; empty where it cannot be decompressed. The result needs no limit: 1
 * KiB decompresses to about 1 MiB at most, since deflate compresses by a factor of 1,032 at most.
 */
function unpacked(head: Uint8Array): Uint8Array {
  if (!isGzip(head)) return head;
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array();
  }
}

import { createWriteStream, statSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { cannotBeWritten } from "./diskTrouble";

/**
 * Writes a file at a path that the user named, such as an export. A device or a pipe is written directly. Otherwise a
 * file that was there stays until the new one is whole.
 * @throws Error, one sentence
 */
export async function writeOutput(
  path: string,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const isOther = statSync(path, { throwIfNoEntry: false })?.isFile() === false;
  const written = isOther ? path : `${path}.partial`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(written));
    if (!isOther) await rename(written, path);
  } catch (error) {
    if (!isOther) await rm(written, { force: true });
    throw new Error(cannotBeWritten(path, error));
  }
}

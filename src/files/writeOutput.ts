import { createWriteStream, readlinkSync, realpathSync, statSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { cannotBeWritten } from "./diskTrouble";
import { partialName } from "./partialName";
import { isAbsence } from "./readTrouble";

/** The reader of a pipe, such as `head`, has closed it. */
export class ReaderGoneError extends Error {
  override name = "ReaderGoneError";
}

/**
 * Writes a file at a path that the user named, such as an export. A device or a pipe is written directly. Any other
 * file that exists is kept until the new one is complete. A link is followed: it stays, and its target is written.
 * @param pieces the content, in order
 * @param signal aborts the writing; the file at the path then stays as it was, unless it is a device or a pipe
 * @throws ReaderGoneError if the path is a pipe that is closed before the end
 * @throws Error with a one-sentence message if the file cannot be written; AbortError after `signal`; what `pieces`
 * throws
 */
export async function writeOutput(
  path: string,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  const place = outputPlace(path);
  // The name is random, so that no other file of the user is replaced.
  const partial = partialName(place);
  let refusal: { error: unknown } | undefined;
  const checked = async function* () {
    try {
      yield* pieces;
    } catch (error) {
      refusal = { error };
      throw error;
    }
  };
  // The pipeline throws an error of the file into its source. The loop ends `checked` without passing this error on.
  const given = async function* () {
    for await (const piece of checked()) yield piece;
  };
  try {
    const isOther = statSync(path, { throwIfNoEntry: false })?.isFile() === false;
    await pipeline(Readable.from(given()), createWriteStream(isOther ? path : partial), { signal });
    if (!isOther) await rename(partial, place);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    if (refusal) throw refusal.error;
    if (signal?.aborted) throw error;
    if ((error as NodeJS.ErrnoException).code === "EPIPE")
      throw new ReaderGoneError(cannotBeWritten(path, error));
    throw new Error(cannotBeWritten(path, error));
  }
}

/**
 * The path of the file that {@link writeOutput} writes for a path: of a link, the path of its target, which need not
 * exist.
 */
export function outputPlace(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    // Of a loop of links, the later writing reports the reason.
    const target = isAbsence(error) ? targetOf(path) : undefined;
    return target === undefined ? path : outputPlace(target);
  }
}

/** The path to which a link leads; undefined for a path that is no link. */
function targetOf(path: string): string | undefined {
  try {
    return resolve(realpathSync(dirname(path)), readlinkSync(path));
  } catch {
    return undefined;
  }
}

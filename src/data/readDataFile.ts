import { constants as fsConstants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { constants, createGunzip } from "node:zlib";
import * as l10n from "@vscode/l10n";
import type { DataFile } from "../datasets/DataFile";
import { errorCode } from "../files/errorCode";
import { notAFile } from "../files/fileKind";
import { explainReadTrouble, isAbsence } from "../files/readTrouble";
import { bytesText } from "../text/amounts";
import { DatasetError, OtherDatasetError } from "./errors";
import { isGzip } from "./FileHead";
import { type Allocate, IdxContent } from "./IdxContent";
import {
  checkIdx,
  checkIdxLength,
  entriesText,
  type IdxHeader,
  isIdx,
  longestHeader,
  readIdxHeader,
} from "./idx";
import { otherContent } from "./otherContent";
import { StoredFile } from "./StoredFile";
import { sha256Of } from "./sha256";

/** Number of bytes at the beginning of a `.gz` that are enough to decompress an IDX header. */
const gzHeadBytes = 4096;
/** Largest size (bytes) of a piece of decompressed data. Each piece is a task of its own in Node's thread pool. */
const pieceBytes = 4 * 1024 * 1024;

const ordinaryMemory: Allocate = (bytes) => new Uint8Array(bytes);

/**
 * The images [count, height, width] or labels [count] of one file, checked to be the published ones. Reading and
 * decompressing use Node's thread pool; the caller's thread hashes and copies the pieces.
 * @param path the IDX file, or one compressed by gzip, whatever its name is
 * @param allocate returns the memory for the images or labels
 * @throws DatasetError that names the file when it is missing, unreadable, damaged or another data set's
 */
export async function readDataFile(
  path: string,
  file: DataFile,
  allocate = ordinaryMemory,
): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK, opening a pipe that has replaced the file would block.
    handle = await open(path, fsConstants.O_RDONLY | (fsConstants.O_NONBLOCK ?? 0));
    const found = await handle.stat();
    if (!found.isFile()) throw new DatasetError(notAFile(path, found), path);
    return await checkDataFile(new StoredFile(handle, found.size), path, file, allocate);
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).syscall) throw error;
    throw new DatasetError(
      isAbsence(error)
        ? l10n.t("{0} is missing.", path)
        : l10n.t("{0} cannot be read: {1}.", path, await explainReadTrouble(path, error)),
    );
  } finally {
    await handle?.close();
  }
}

/** {@link readDataFile} for an open file. */
export async function checkDataFile(
  stored: StoredFile,
  path: string,
  file: DataFile,
  allocate = ordinaryMemory,
): Promise<Uint8Array> {
  const head = await stored.peek();
  // An IDX file may have the name of a `.gz`, since some browsers decompress a download. Any other content under such a
  // name counts as a damaged gzip file.
  const isPacked = isGzip(head) || (path.endsWith(".gz") && !isIdx(head));
  const { content, sha256 } = await (isPacked ? unzip : asItIs)(stored, path, file, allocate);
  const count = checkIdx(content, path, file);
  if (count !== file.count) throw wrongCount(count, path, file);
  const { label, lookalikes } = file.of;
  if (Object.hasOwn(lookalikes, sha256))
    throw new OtherDatasetError(
      l10n.t("{0} is not a file of {1}: it is a file of {2}.", path, label, lookalikes[sha256]!),
      path,
    );
  if (sha256 !== file.sha256) {
    throw new DatasetError(
      l10n.t(
        "{0} is not {1}'s: it holds {2}, but their SHA-256 is not the published one, so it is damaged or another data set's.",
        path,
        label,
        entriesText(file.kind, file.count),
      ),
      path,
    );
  }
  return content.data;
}

interface Read {
  content: IdxContent;
  /** SHA-256 of the IDX file, decompressed if it was a `.gz`. */
  sha256: string;
}

async function asItIs(stored: StoredFile, path: string, file: DataFile, allocate: Allocate): Promise<Read> {
  if (stored.size > file.bytes) {
    const header = headerIn(await firstOf(stored), path, file);
    checkIdxLength(header, stored.size, path);
    throw wrongCount(header.count, path, file);
  }
  const content = new IdxContent(file.kind, file.bytes, allocate);
  for await (const piece of stored) content.add(piece);
  return { content, sha256: stored.sha256() };
}

/** Decompresses in pieces into the allocated memory, so that no data is in memory twice. */
async function unzip(stored: StoredFile, path: string, file: DataFile, allocate: Allocate): Promise<Read> {
  const entries = entriesText(file.kind, file.count);
  const longest = longestGz(file);
  if (stored.size > longest)
    throw tooLong(
      await unzipHead(stored, path, file),
      path,
      file,
      l10n.t(
        "{0} is too long: it has {1} where a .gz of {2} has at most {3}.",
        path,
        bytesText(stored.size),
        entries,
        bytesText(longest),
      ),
    );
  const content = new IdxContent(file.kind, file.bytes, allocate);
  const gunzipping = createGunzip({ chunkSize: Math.max(Math.min(file.bytes + 1, pieceBytes), 64) });
  let isUnpacked = false;
  try {
    await pipeline(stored, gunzipping, async (unpacked: AsyncIterable<Uint8Array>) => {
      for await (const piece of unpacked)
        if (!content.add(piece))
          throw tooLong(
            content.header,
            path,
            file,
            l10n.t(
              "{0} has trailing bytes: it unpacks to more than the {1} bytes that its {2} take.",
              path,
              file.bytes,
              entries,
            ),
          );
      isUnpacked = true;
    });
  } catch (error) {
    // The pipeline reports bytes after the compressed content as an error. Such bytes are ignored.
    if (!isUnpacked) throw isOfZlib(error) ? damaged(error, stored, path, file) : error;
  }
  // A `.gz` that was compressed anew has another SHA-256, but is valid if its content has the right one.
  const isPublished = stored.sha256() === file.gz.sha256;
  return { content, sha256: isPublished ? file.sha256 : await sha256Of([content.header, content.data]) };
}

/** Length (bytes) of the longest valid `.gz`: deflate makes data longer by a fraction of a percent at most. */
function longestGz(file: DataFile): number {
  return Math.ceil(file.bytes * 1.01) + 1024;
}

async function firstOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  for await (const piece of pieces) return piece;
  return new Uint8Array();
}

/** The first bytes of a decompressed `.gz`, at most 64. An IDX header has at most 16 bytes. */
async function unzipHead(stored: StoredFile, path: string, file: DataFile): Promise<Uint8Array> {
  const head = (await firstOf(stored)).subarray(0, gzHeadBytes);
  try {
    return await firstOf(createGunzip({ chunkSize: 64, finishFlush: constants.Z_SYNC_FLUSH }).end(head));
  } catch (error) {
    throw damaged(error, stored, path, file);
  }
}

function isOfZlib(error: unknown): boolean {
  return String(errorCode(error)).startsWith("Z_");
}

function damaged(error: unknown, { length, start }: StoredFile, path: string, file: DataFile): DatasetError {
  const { bytes } = file.gz;
  if (length === 0)
    return new DatasetError(
      l10n.t("{0} is empty where the published file has {1} bytes.", path, bytes),
      path,
    );
  const isGz = start.startsWith("\x1f\x8b");
  if (isGz && errorCode(error) === "Z_BUF_ERROR")
    return new DatasetError(
      l10n.t(
        "{0} is truncated: it ends after {1} where the published file has {2} bytes.",
        path,
        bytesText(length),
        bytes,
      ),
      path,
    );
  if (isGz)
    return new DatasetError(
      l10n.t("{0} is damaged: it cannot be unpacked ({1}).", path, errorCode(error)),
      path,
    );
  const instead = otherContent(start);
  return new DatasetError(
    instead === undefined
      ? l10n.t("{0} is not a gzip file: it begins with {1}.", path, JSON.stringify(start))
      : l10n.t("{0} is not a gzip file: {1}.", path, instead),
    path,
  );
}

/**
 * The error for a `.gz` that is too long.
 * @param head the beginning of the decompressed content
 * @param sentence the message if the header has the expected count
 */
function tooLong(head: Uint8Array, path: string, file: DataFile, sentence: string): DatasetError {
  const { count } = headerIn(head, path, file);
  return count === file.count ? new DatasetError(sentence, path) : wrongCount(count, path, file);
}

/** @throws DatasetError for another header than that of such a file */
function headerIn(head: Uint8Array, path: string, file: DataFile): IdxHeader {
  return readIdxHeader(head.subarray(0, longestHeader), path, file);
}

function wrongCount(count: number, path: string, file: DataFile): DatasetError {
  return new DatasetError(
    l10n.t("{0} holds {1} where {2} are expected.", path, entriesText(file.kind, count), file.count),
    path,
  );
}

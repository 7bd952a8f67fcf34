import { type FileHandle, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { constants, createGunzip } from "node:zlib";
import { DatasetError, errorCode } from "./errors";
import type { DataFile } from "./fashionMnistFiles";
import { checkIdx, checkIdxLength, headerBytes, type IdxContent, longestHeader, readIdxHeader } from "./idx";
import { StoredFile } from "./StoredFile";
import { sha256Of } from "./sha256";

/** Enough of a `.gz` to see an IDX header. */
const gzHeadBytes = 4096;
/** A `.gz` is unpacked in pieces of this length, each in a turn of the thread pool. */
const pieceBytes = 4 * 1024 * 1024;

/** Gives room for so many bytes. */
export type Allocate = (bytes: number) => Uint8Array;

const ordinaryMemory: Allocate = (bytes) => new Uint8Array(bytes);

/**
 * The images [count, 28, 28] or labels [count] of one file, checked to be the published ones.
 * Reading and decompressing happen in Node's thread pool, so that the caller's thread stays free.
 * @param path the IDX file, or its `.gz`
 * @param allocate the memory that the images or labels are to lie in
 * @throws DatasetError naming the file when it is missing, damaged or another data set's
 */
export async function readDataFile(
  path: string,
  file: DataFile,
  allocate = ordinaryMemory,
): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, "r");
    const { size } = await handle.stat();
    return await checkDataFile(new StoredFile(handle, size), path, file, allocate);
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).syscall) throw error;
    const fault = errorCode(error) === "ENOENT" ? "is missing" : `cannot be read (${errorCode(error)})`;
    throw new DatasetError(`${path} ${fault}.`);
  } finally {
    await handle?.close();
  }
}

/** {@link readDataFile} for a file that is being read. */
export async function checkDataFile(
  stored: StoredFile,
  path: string,
  file: DataFile,
  allocate = ordinaryMemory,
): Promise<Uint8Array> {
  const read = path.endsWith(".gz") ? unzip : asItIs;
  const { isPublished, ...content } = await read(stored, path, file, allocate);
  const count = checkIdx(content, path, file.kind);
  if (count !== file.count) throw wrongCount(count, path, file);
  if (!isPublished) {
    throw new DatasetError(
      `${path} is not Fashion-MNIST's: it holds ${file.count} ${file.kind}, but their SHA-256 is not the published one, ` +
        "so it is damaged or another data set such as MNIST.",
      path,
    );
  }
  return content.data;
}

interface CheckedContent extends IdxContent {
  /** Whether it is the published one, byte for byte. */
  isPublished: boolean;
}

async function asItIs(
  stored: StoredFile,
  path: string,
  file: DataFile,
  allocate: Allocate,
): Promise<CheckedContent> {
  if (stored.size > file.bytes) refuse(await firstOf(stored), stored.size, path, file);
  const content = new ContentInRoom(file, allocate);
  for await (const piece of stored) content.add(piece, path);
  return { ...content.parts, isPublished: stored.sha256() === file.sha256 };
}

/** Piece by piece into the memory that is asked for, so that nothing stands in memory twice. */
async function unzip(
  stored: StoredFile,
  path: string,
  file: DataFile,
  allocate: Allocate,
): Promise<CheckedContent> {
  if (stored.size > longestGz(file)) refuse(await unzipHead(stored, path, file), undefined, path, file);
  const content = new ContentInRoom(file, allocate);
  const gunzipping = createGunzip({ chunkSize: Math.max(Math.min(file.bytes + 1, pieceBytes), 64) });
  try {
    await pipeline(stored, gunzipping, async (unpacked: AsyncIterable<Uint8Array>) => {
      for await (const piece of unpacked) content.add(piece, path);
    });
  } catch (error) {
    throw isOfZlib(error) ? damaged(error, stored, path, file) : error;
  }
  // A file that was unpacked and packed again is as good as the published one.
  const { header, data } = content.parts;
  const isPublished = stored.sha256() === file.gz.sha256 || (await sha256Of([header, data])) === file.sha256;
  return { header, data, isPublished };
}

/** Deflate never makes data longer than by a fraction of a percent. */
function longestGz(file: DataFile): number {
  return Math.ceil(file.bytes * 1.01) + 1024;
}

async function firstOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  for await (const piece of pieces) return piece;
  return new Uint8Array();
}

/** The content of an IDX file on its way into memory. */
class ContentInRoom {
  private readonly header: Uint8Array;
  private readonly room: Uint8Array;
  private length = 0;

  constructor(
    private readonly file: DataFile,
    allocate: Allocate,
  ) {
    this.header = new Uint8Array(headerBytes[file.kind]);
    this.room = allocate(file.bytes - this.header.length);
  }

  /** @throws DatasetError when there is more than the file can be right with */
  add(piece: Uint8Array, path: string): void {
    const { header, room, length, file } = this;
    const ofHeader = piece.subarray(0, Math.max(0, header.length - length));
    if (ofHeader.length > 0) header.set(ofHeader, length);
    this.length += piece.length;
    if (this.length > file.bytes) refuse(this.parts.header, undefined, path, file);
    const ofData = piece.subarray(ofHeader.length);
    room.set(ofData, Math.max(0, length - header.length));
  }

  get parts(): IdxContent {
    const { header, room, length } = this;
    return {
      header: header.subarray(0, length),
      data: length === this.file.bytes ? room : room.subarray(0, Math.max(0, length - header.length)),
    };
  }
}

/** The first bytes that the beginning of a `.gz` unpacks to: no more than a header needs, whatever it holds. */
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
  const expected = `the published file has ${file.gz.bytes} bytes`;
  if (length === 0) return new DatasetError(`${path} is empty where ${expected}.`, path);
  const isGz = start.startsWith("\x1f\x8b");
  if (isGz && errorCode(error) === "Z_BUF_ERROR")
    return new DatasetError(`${path} is truncated: it ends after ${length} bytes where ${expected}.`, path);
  if (isGz) return new DatasetError(`${path} is damaged: it cannot be unpacked (${errorCode(error)}).`, path);
  return new DatasetError(`${path} is not a gzip file: it begins with ${JSON.stringify(start)}.`, path);
}

/** Says as exactly as the head allows why a file that is too long is not the one expected. */
function refuse(head: Uint8Array, length: number | undefined, path: string, file: DataFile): never {
  const header = readIdxHeader(head.subarray(0, longestHeader), path, file.kind);
  if (length !== undefined) checkIdxLength(header, length, path);
  if (header.count !== file.count) throw wrongCount(header.count, path, file);
  throw new DatasetError(
    `${path} has trailing bytes: it unpacks to more than the ${file.bytes} bytes that its ${file.count} ${file.kind} take.`,
    path,
  );
}

function wrongCount(count: number, path: string, file: DataFile): DatasetError {
  return new DatasetError(`${path} holds ${count} ${file.kind} where ${file.count} are expected.`, path);
}

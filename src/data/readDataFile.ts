import { type FileHandle, open } from "node:fs/promises";
import { constants, createGunzip } from "node:zlib";
import { DatasetError, errorCode } from "./errors";
import type { DataFile } from "./fashionMnistFiles";
import {
  checkIdx,
  checkIdxLength,
  headerBytes,
  type IdxContent,
  longestHeader,
  readIdxHeader,
  splitIdx,
} from "./idx";
import { sha256, sha256Of } from "./sha256";

/** Enough of a `.gz` to see an IDX header. */
const gzHeadBytes = 4096;
/** A `.gz` is unpacked in pieces of this length, each in a turn of the thread pool. */
const pieceBytes = 2 * 1024 * 1024;

/** Gives room for so many bytes. */
export type Allocate = (bytes: number) => Uint8Array;

const ordinaryMemory: Allocate = (bytes) => new Uint8Array(bytes);

/**
 * The images [count, 28, 28] or labels [count] of one file, checked to be the published ones.
 * Decompressing and hashing happen in Node's thread pool, so that the caller's thread stays free.
 * @param path the IDX file, or its `.gz`
 * @param allocate the memory that the images or labels are to lie in
 * @throws DatasetError naming the file when it is missing, damaged or another data set's
 */
export async function readDataFile(
  path: string,
  file: DataFile,
  allocate = ordinaryMemory,
): Promise<Uint8Array> {
  const stored = await readStored(path, path.endsWith(".gz") ? longestGz(file) : file.bytes);
  return checkDataFile(stored, path, file, allocate);
}

/** {@link readDataFile} for a file that has been read. */
export async function checkDataFile(
  stored: Stored,
  path: string,
  file: DataFile,
  allocate = ordinaryMemory,
): Promise<Uint8Array> {
  const read = path.endsWith(".gz") ? unzip : asItIs;
  const { published, ...content } = await read(stored, path, file, allocate);
  const count = checkIdx(content, path, file.kind);
  if (count !== file.count) throw wrongCount(count, path, file);
  if (!published) {
    throw new DatasetError(
      `${path} is not Fashion-MNIST's: it holds ${file.count} ${file.kind}, but their SHA-256 is not the published one, ` +
        "so it is damaged or another data set such as MNIST.",
      path,
    );
  }
  return content.data;
}

export interface Stored {
  /** The file's content, or its head alone when it is too long to be right. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Of the whole file. */
  length: number;
}

/** Deflate never makes data longer than by a fraction of a percent. */
function longestGz(file: DataFile): number {
  return Math.ceil(file.bytes * 1.01) + 1024;
}

async function readStored(path: string, longest: number): Promise<Stored> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, "r");
    const { size } = await handle.stat();
    const wanted = Buffer.allocUnsafeSlow(size <= longest ? size : Math.min(size, gzHeadBytes));
    let filled = 0;
    while (filled < wanted.length) {
      const { bytesRead } = await handle.read(wanted, filled, wanted.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return { bytes: wanted.subarray(0, filled), length: size };
  } catch (error) {
    const fault = errorCode(error) === "ENOENT" ? "is missing" : `cannot be read (${errorCode(error)})`;
    throw new DatasetError(`${path} ${fault}.`);
  } finally {
    await handle?.close();
  }
}

interface Content extends IdxContent {
  /** Whether the content is the published one, byte for byte. */
  published: boolean;
}

async function asItIs(
  { bytes, length }: Stored,
  path: string,
  file: DataFile,
  allocate: Allocate,
): Promise<Content> {
  if (bytes.length < length) refuse(bytes, length, path, file);
  const published = (await sha256(bytes)) === file.sha256;
  const { header, data } = splitIdx(bytes, file.kind);
  if (!published) return { header, data, published };
  const room = allocate(data.length);
  room.set(data);
  return { header, data: room, published };
}

/** Piece by piece into the memory that is asked for, so that nothing stands in memory twice. */
async function unzip(
  { bytes, length }: Stored,
  path: string,
  file: DataFile,
  allocate: Allocate,
): Promise<Content> {
  if (bytes.length < length) {
    refuse(await unzipHead(bytes, path, file), undefined, path, file);
  }
  const digest = sha256(bytes);
  const headerLength = headerBytes[file.kind];
  const room = allocate(file.bytes - headerLength);
  const gunzipping = createGunzip({ chunkSize: Math.max(Math.min(file.bytes + 1, pieceBytes), 64) });
  let header = new Uint8Array();
  let unzipped = 0;
  try {
    for await (const piece of gunzipping.end(bytes) as AsyncIterable<Uint8Array>) {
      const isFirst = unzipped === 0;
      if (isFirst) header = Uint8Array.from(piece.subarray(0, headerLength));
      const ofData = isFirst ? piece.subarray(headerLength) : piece;
      const at = Math.max(0, unzipped - headerLength);
      unzipped += piece.length;
      if (unzipped > file.bytes) break;
      room.set(ofData, at);
    }
  } catch (error) {
    throw damaged(error, bytes, path, file);
  }
  if (unzipped > file.bytes) refuse(header, undefined, path, file);
  const isWhole = unzipped === file.bytes;
  const data = isWhole ? room : room.subarray(0, Math.max(0, unzipped - headerLength));
  // A file that was unpacked and packed again is as good as the published one.
  const published = (await digest) === file.gz.sha256 || (await sha256Of([header, data])) === file.sha256;
  return { header, data, published };
}

/** The first bytes that the head of a `.gz` unpacks to: no more than a header needs, whatever it holds. */
async function unzipHead(head: Uint8Array<ArrayBuffer>, path: string, file: DataFile): Promise<Uint8Array> {
  const gunzipping = createGunzip({ chunkSize: 64, finishFlush: constants.Z_SYNC_FLUSH });
  try {
    for await (const piece of gunzipping.end(head)) return piece;
    return new Uint8Array();
  } catch (error) {
    throw damaged(error, head, path, file);
  }
}

function damaged(error: unknown, bytes: Uint8Array, path: string, file: DataFile): DatasetError {
  const expected = `the published file has ${file.gz.bytes} bytes`;
  if (bytes.length === 0) return new DatasetError(`${path} is empty where ${expected}.`, path);
  const isGz = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (isGz && errorCode(error) === "Z_BUF_ERROR")
    return new DatasetError(
      `${path} is truncated: it ends after ${bytes.length} bytes where ${expected}.`,
      path,
    );
  if (isGz) return new DatasetError(`${path} is damaged: it cannot be unpacked (${errorCode(error)}).`, path);
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
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

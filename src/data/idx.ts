/** The IDX format of the MNIST family: a magic number, the dimensions as big-endian uint32, then the bytes. */
import { entryBytes, headerBytes, type IdxEntries } from "../datasets/DataFile";
import { counted } from "../text/counted";
import { DatasetError } from "./errors";
import type { IdxContent } from "./IdxContent";

export type IdxKind = IdxEntries["kind"];

/** 0x08 says unsigned bytes, the last byte the number of dimensions. */
const magics: Record<IdxKind, number> = { images: 0x00000803, labels: 0x00000801 };

/** Whether bytes are the beginning of an IDX file of images or labels. */
export function isIdx(head: Uint8Array): boolean {
  return head.length >= 4 && Object.values(magics).includes(Buffer.from(head.subarray(0, 4)).readUint32BE());
}

/** As much of a file as {@link readIdxHeader} needs. */
export const longestHeader = headerBytes.images;

export interface IdxHeader {
  kind: IdxKind;
  /** Number of images or labels. */
  count: number;
  /** Of the whole file, as the dimensions demand. */
  byteLength: number;
}

/** One of what a file of a kind holds. */
export const singular: Readonly<Record<IdxKind, string>> = { images: "image", labels: "label" };

/**
 * Reads the header of an IDX file.
 * @param head at least the header's bytes, or the whole file when it is shorter
 * @throws DatasetError when its entries are of another kind or shape
 */
export function readIdxHeader(head: Uint8Array, file: string, entries: IdxEntries): IdxHeader {
  const { kind } = entries;
  if (head.length < headerBytes[kind]) {
    throw new DatasetError(
      `${file} is truncated: it has ${counted(head.length, "byte")}, fewer than the ${headerBytes[kind]} of an IDX header of ${kind}.`,
      file,
    );
  }
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const magic = view.getUint32(0);
  if (magic !== magics[kind]) {
    throw new DatasetError(
      `${file} should hold ${kind} (an IDX file that begins with ${hex(magics[kind])}), but ${describeMagic(magic)}.`,
      file,
    );
  }
  const count = view.getUint32(4);
  if (entries.kind === "images") {
    const { height, width } = entries;
    const [rows, columns] = [view.getUint32(8), view.getUint32(12)];
    if (rows !== height || columns !== width) {
      throw new DatasetError(
        `${file} holds images of ${rows}×${columns} pixels where ${height}×${width} are expected.`,
        file,
      );
    }
  }
  return { kind, count, byteLength: headerBytes[kind] + count * entryBytes(entries) };
}

/** @throws DatasetError when a file of `byteLength` bytes is shorter or longer than its header says */
export function checkIdxLength(header: IdxHeader, byteLength: number, file: string): void {
  if (byteLength === header.byteLength) return;
  const fault = byteLength < header.byteLength ? "is truncated" : "has trailing bytes";
  throw new DatasetError(
    `${file} ${fault}: it has ${counted(byteLength, "byte")} where its ${counted(header.count, singular[header.kind])} ${header.count === 1 ? "takes" : "take"} ${header.byteLength}.`,
    file,
  );
}

/** @returns the number of images or labels. @throws DatasetError when anything of the file is not as it should be */
export function checkIdx({ header: head, data }: IdxContent, file: string, entries: IdxEntries): number {
  const header = readIdxHeader(head, file, entries);
  checkIdxLength(header, head.length + data.length, file);
  if (entries.kind === "labels") checkLabels(data, file, entries.classes);
  return header.count;
}

function checkLabels(labels: Uint8Array, file: string, classes: number): void {
  const last = classes - 1;
  const position = labels.findIndex((label) => label > last);
  if (position >= 0) {
    throw new DatasetError(
      `${file} holds the label ${labels[position]} at position ${position} where labels go from 0 to ${last}.`,
      file,
    );
  }
}

function describeMagic(magic: number): string {
  for (const kind of ["images", "labels"] as const) {
    if (magic === magics[kind]) return `it holds ${kind}`;
  }
  return `it begins with ${hex(magic)}`;
}

function hex(magic: number): string {
  return `0x${magic.toString(16).padStart(8, "0")}`;
}

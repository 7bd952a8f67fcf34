/** The IDX format of the MNIST family: a magic number, the dimensions as big-endian uint32, then the bytes. */

import * as l10n from "@vscode/l10n";
import { entryBytes, headerBytes, type IdxEntries } from "../datasets/DataFile";
import { bytesText, imagesText, labelsText } from "../text/amounts";
import { plural } from "../text/language";
import { DatasetError } from "./errors";
import type { IdxContent } from "./IdxContent";
import { otherContent } from "./otherContent";

export type IdxKind = IdxEntries["kind"];

/** The byte 0x08 stands for unsigned bytes. The last byte is the number of dimensions. */
const magics: Record<IdxKind, number> = { images: 0x00000803, labels: 0x00000801 };

/** Whether bytes begin an IDX file of images or labels. */
export function isIdx(head: Uint8Array): boolean {
  return head.length >= 4 && Object.values(magics).includes(Buffer.from(head.subarray(0, 4)).readUint32BE());
}

/** Largest number of bytes that {@link readIdxHeader} reads. */
export const longestHeader = headerBytes.images;

export interface IdxHeader {
  kind: IdxKind;
  /** Number of images or labels. */
  count: number;
  /** Length (bytes) of the whole file, as the dimensions in the header determine it. */
  byteLength: number;
}

/** A count of images or labels in words. */
export function entriesText(kind: IdxKind, count: number): string {
  return kind === "images" ? imagesText(count, String(count)) : labelsText(count);
}

function kindText(kind: IdxKind): string {
  return kind === "images" ? l10n.t("images") : l10n.t("labels");
}

/**
 * Reads the header of an IDX file.
 * @param head at least the header's bytes, or the whole file if it is shorter
 * @param file the path, for messages
 * @throws DatasetError when the header is cut off, or the entries are of another kind or shape than `entries`
 */
export function readIdxHeader(head: Uint8Array, file: string, entries: IdxEntries): IdxHeader {
  const { kind } = entries;
  if (head.length < headerBytes[kind]) {
    throw new DatasetError(
      l10n.t(
        "{0} is truncated: it has {1}, fewer than the {2} of an IDX header of {3}.",
        file,
        bytesText(head.length),
        headerBytes[kind],
        kindText(kind),
      ),
      file,
    );
  }
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const magic = view.getUint32(0);
  if (magic !== magics[kind]) {
    throw new DatasetError(
      l10n.t(
        "{0} should hold {1} (an IDX file that begins with {2}), but {3}.",
        file,
        kindText(kind),
        hex(magics[kind]),
        describeStart(head),
      ),
      file,
    );
  }
  const count = view.getUint32(4);
  if (entries.kind === "images") {
    const { height, width } = entries;
    const [rows, columns] = [view.getUint32(8), view.getUint32(12)];
    if (rows !== height || columns !== width) {
      throw new DatasetError(
        l10n.t(
          "{0} holds images of {1} pixels where {2} are expected.",
          file,
          `${rows}×${columns}`,
          `${height}×${width}`,
        ),
        file,
      );
    }
  }
  return { kind, count, byteLength: headerBytes[kind] + count * entryBytes(entries) };
}

/** @throws DatasetError when a file of `byteLength` bytes is shorter or longer than its header states */
export function checkIdxLength(header: IdxHeader, byteLength: number, file: string): void {
  if (byteLength === header.byteLength) return;
  const [entries, has] = [entriesText(header.kind, header.count), bytesText(byteLength)];
  const takes = plural(
    header.count,
    l10n.t("its {0} takes {1}", entries, header.byteLength),
    l10n.t("its {0} take {1}", entries, header.byteLength),
  );
  throw new DatasetError(
    byteLength < header.byteLength
      ? l10n.t("{0} is truncated: it has {1} where {2}.", file, has, takes)
      : l10n.t("{0} has trailing bytes: it has {1} where {2}.", file, has, takes),
    file,
  );
}

/**
 * Checks the content of an IDX file.
 * @returns the number of images or labels
 * @throws DatasetError for an unexpected header, length or label
 */
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
      l10n.t(
        "{0} holds the label {1} at position {2} where labels go from 0 to {3}.",
        file,
        labels[position]!,
        position,
        last,
      ),
      file,
    );
  }
}

function describeStart(head: Uint8Array): string {
  const start = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const magic = start.readUint32BE();
  if (magic === magics.images) return l10n.t("it holds images");
  if (magic === magics.labels) return l10n.t("it holds labels");
  return otherContent(start.toString("latin1")) ?? l10n.t("it begins with {0}", hex(magic));
}

function hex(magic: number): string {
  return `0x${magic.toString(16).padStart(8, "0")}`;
}

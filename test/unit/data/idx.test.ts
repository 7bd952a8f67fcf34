import { expect, test } from "vitest";
import { DatasetError } from "../../../src/data/errors";
import { IdxContent } from "../../../src/data/IdxContent";
import { checkIdx, type IdxKind } from "../../../src/data/idx";
import { idxBytes } from "./smallDataset";

const images = idxBytes("images", 3);
const labels = idxBytes("labels", 3);

function contentOf(bytes: Buffer, kind: IdxKind): IdxContent {
  const content = new IdxContent(kind, Math.max(bytes.length, 16), (length) => new Uint8Array(length));
  for (const byte of bytes) content.add(Uint8Array.of(byte));
  return content;
}

const entries = {
  images: { kind: "images", height: 28, width: 28 },
  labels: { kind: "labels", classes: 10 },
} as const;
const check = (bytes: Buffer, kind: IdxKind) => checkIdx(contentOf(bytes, kind), "clothes", entries[kind]);

test("images and labels are counted, and separated from the header, in pieces of any size", () => {
  expect(check(images, "images")).toBe(3);
  expect(check(labels, "labels")).toBe(3);
  expect(images.subarray(16).equals(contentOf(images, "images").data)).toBe(true);
  expect(labels.subarray(8).equals(contentOf(labels, "labels").data)).toBe(true);
});

test("a file without entries has none", () => {
  expect(check(idxBytes("labels", 3).fill(0, 4, 8).subarray(0, 8), "labels")).toBe(0);
});

function changed(bytes: Buffer, offset: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32BE(value, offset);
  return copy;
}

test.each<[string, Buffer, IdxKind, string]>([
  [
    "an empty file",
    Buffer.alloc(0),
    "images",
    "clothes is truncated: it has 0 bytes, fewer than the 16 of an IDX header of images.",
  ],
  [
    "a cut header",
    labels.subarray(0, 7),
    "labels",
    "clothes is truncated: it has 7 bytes, fewer than the 8 of an IDX header of labels.",
  ],
  [
    "a truncated file",
    images.subarray(0, -1),
    "images",
    "clothes is truncated: it has 2367 bytes where its 3 images take 2368.",
  ],
  [
    "trailing bytes",
    Buffer.concat([labels, Buffer.from([1])]),
    "labels",
    "clothes has trailing bytes: it has 12 bytes where its 3 labels take 11.",
  ],
  [
    "labels where images belong",
    idxBytes("labels", 20),
    "images",
    "clothes should hold images (an IDX file that begins with 0x00000803), but it holds labels.",
  ],
  [
    "images where labels belong",
    images,
    "labels",
    "clothes should hold labels (an IDX file that begins with 0x00000801), but it holds images.",
  ],
  [
    "a web page",
    Buffer.from("<!DOCTYPE html><p>"),
    "images",
    "clothes should hold images (an IDX file that begins with 0x00000803), but it is a web page, such as the sign-in page of a network; download the file again.",
  ],
  [
    "an unknown format",
    Buffer.from("something else, and longer"),
    "images",
    "clothes should hold images (an IDX file that begins with 0x00000803), but it begins with 0x736f6d65.",
  ],
  [
    "a pointer of Git LFS",
    Buffer.from("version https://git-lfs.github.com/spec/v1"),
    "images",
    "clothes should hold images (an IDX file that begins with 0x00000803), but it is a pointer of Git LFS; run git lfs pull.",
  ],
  [
    "images of another size",
    changed(changed(images, 8, 32), 12, 32),
    "images",
    "clothes holds images of 32×32 pixels where 28×28 are expected.",
  ],
  [
    "a count far beyond the file",
    changed(images, 4, 0xffff_ffff),
    "images",
    "clothes is truncated: it has 2368 bytes where its 4294967295 images take 3367254359296.",
  ],
  [
    "a label above 9",
    Buffer.from([0, 0, 8, 1, 0, 0, 0, 2, 9, 10]),
    "labels",
    "clothes holds the label 10 at position 1 where labels go from 0 to 9.",
  ],
])("%s is refused in a sentence", (_fault, bytes, kind, message) => {
  expect(() => check(bytes, kind)).toThrow(new DatasetError(message, "clothes"));
});

test("more than a file should hold is not read", () => {
  const content = new IdxContent("labels", labels.length, (length) => new Uint8Array(length));
  expect(content.add(labels)).toBe(true);
  expect(content.add(Buffer.of(1))).toBe(false);
  expect(labels.subarray(0, 8).equals(content.header)).toBe(true);
});

import { encode as encodePng } from "fast-png";
import { encode as encodeJpeg } from "jpeg-js";
import { expect, test } from "vitest";
import { checkLength, checkPicture, longestPicture, mostMegapixels } from "../../../src/images/pictureFile";

const png = encodePng({ width: 3, height: 2, depth: 8, channels: 1, data: new Uint8Array(6) });
const jpeg = new Uint8Array(encodeJpeg({ width: 3, height: 2, data: new Uint8Array(24) }).data);

/** Offset (bytes) of the height in the frame header of the JPEG file. */
const frame = jpeg.findIndex((byte, at) => byte === 0xff && jpeg[at + 1] === 0xc0) + 5;

function stating(file: Uint8Array, at: number, bytes: number, size: number): Uint8Array {
  const changed = new Uint8Array(file);
  const view = new DataView(changed.buffer);
  for (const place of [at, at + bytes])
    bytes === 4 ? view.setUint32(place, size) : view.setUint16(place, size);
  return changed;
}

test("a file is recognized by its content", () => {
  expect(checkPicture(png)).toBe("png");
  expect(checkPicture(jpeg)).toBe("jpeg");
  for (const other of [Uint8Array.of(0x47, 0x49, 0x46), new TextEncoder().encode("<svg/>")])
    expect(() => checkPicture(other)).toThrow("it is neither PNG nor JPEG");
});

test("a file that states too many pixels is refused before it is decoded", () => {
  const side = Math.sqrt(mostMegapixels * 1e6);
  for (const [file, at, bytes] of [
    [png, 16, 4],
    [jpeg, frame, 2],
  ] as const) {
    expect(() => checkPicture(stating(file, at, bytes, Math.floor(side)))).not.toThrow();
    expect(() => checkPicture(stating(file, at, bytes, Math.ceil(side)))).toThrow(
      "it has more than 50 million pixels",
    );
  }
});

test("a file that states a width or a height of 0 is refused as damaged", () => {
  for (const [file, at, bytes] of [
    [png, 16, 4],
    [jpeg, frame, 2],
  ] as const)
    for (const side of [at, at + bytes])
      expect(() => checkPicture(Uint8Array.from(file).fill(0, side, side + bytes))).toThrow(
        /^it is damaged$/,
      );
});

test.each([0x01, 0xd0, 0xd7, 0xd8, 0xd9])(
  "the JPEG marker %i has no length that could hide the frame header",
  (marker) => {
    const large = stating(jpeg, frame, 2, 10_000);
    const file = Uint8Array.of(0xff, 0xd8, 0xff, marker, ...large.subarray(2));
    expect(() => checkPicture(file)).toThrow("it has more than 50 million pixels");
  },
);

test("a PNG whose first chunk is no header, or that has two headers, is refused as damaged", () => {
  // The first 8 bytes are the signature, the next 25 the header.
  const [signature, header, rest] = [png.subarray(0, 8), png.subarray(8, 33), png.subarray(33)];
  const text = Uint8Array.of(0, 0, 0, 0, ...new TextEncoder().encode("tEXt"), 0, 0, 0, 0);
  const large = stating(header, 8, 4, 100_000);
  const file = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
  expect(checkPicture(file(signature, header, text, rest))).toBe("png");
  for (const damaged of [file(signature, text, large, rest), file(signature, header, large, rest)])
    expect(() => checkPicture(damaged)).toThrow(
      "it is damaged (its first chunk, and no other, must be IHDR)",
    );
  // Decoders ignore chunks after the one that ends a PNG, so a second header there does no harm.
  expect(checkPicture(file(png, large))).toBe("png");
});

test("a PNG that ends within its header is recognized, though its size is unknown", () => {
  for (let length = 8; length < 24; length++) expect(checkPicture(png.subarray(0, length))).toBe("png");
});

test("a JPEG that ends before its frame header is recognized, though its size is unknown", () => {
  for (let length = 2; length < frame; length++) expect(checkPicture(jpeg.subarray(0, length))).toBe("jpeg");
});

test("a long file is refused before it is read", () => {
  expect(() => checkLength(longestPicture)).not.toThrow();
  expect(() => checkLength(longestPicture + 1)).toThrow("it is longer than 32 MB");
});

import { deflateSync } from "node:zlib";
import { encode as encodePng } from "fast-png";
import { encode as encodeJpeg } from "jpeg-js";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../../src/terminal/decodeImage";
import orientations from "../../fixtures/orientations.json" with { type: "json" };

const pixels = (image: { data: ArrayLike<number> }) => Array.from(image.data);

/** A PNG file of these chunks; a correct checksum is added to each chunk. */
function png(...chunks: [type: string, data: Uint8Array][]): Uint8Array {
  const parts = chunks.map(([type, data]) => {
    const chunk = Buffer.alloc(12 + data.length);
    chunk.writeUInt32BE(data.length);
    chunk.write(type, 4, "latin1");
    chunk.set(data, 8);
    chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), 8 + data.length);
    return chunk;
  });
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]);
}

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

function header(width: number, height: number, depth: number, colour: number): [string, Uint8Array] {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data.set([depth, colour], 8);
  return ["IHDR", data];
}

const end: [string, Uint8Array] = ["IEND", new Uint8Array()];

describe("a PNG file is decoded to colours and opacity", () => {
  test.each([
    [1, [10, 200], [10, 10, 10, 255, 200, 200, 200, 255]],
    [2, [10, 128, 200, 0], [10, 10, 10, 128, 200, 200, 200, 0]],
    [3, [1, 2, 3, 4, 5, 6], [1, 2, 3, 255, 4, 5, 6, 255]],
    [4, [1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 7, 8]],
  ])("with %s channels", (channels, data, expected) => {
    const file = encodePng({ width: 2, height: 1, channels, depth: 8, data: Uint8Array.from(data) });
    expect(pixels(decodeImage(file))).toEqual(expected);
  });

  test("with 16 bits for each channel", () => {
    const data = Uint16Array.of(0x1234, 0xffff);
    const file = encodePng({ width: 2, height: 1, channels: 1, depth: 16, data });
    expect(pixels(decodeImage(file))).toEqual([0x12, 0x12, 0x12, 255, 255, 255, 255, 255]);
  });

  test("with several pixels in one byte", () => {
    // Two rows of three pixels of 2 bits.
    const rows = deflateSync(Uint8Array.of(0, 0b00_01_10_00, 0, 0b11_00_01_00));
    const { width, height, data } = decodeImage(png(header(3, 2, 2, 0), ["IDAT", rows], end));
    expect([width, height]).toEqual([3, 2]);
    expect(pixels({ data }).filter((_, at) => at % 4 === 0)).toEqual([0, 85, 170, 255, 0, 85]);
  });

  test("with a palette", () => {
    const rows = deflateSync(Uint8Array.of(0, 1, 0));
    const palette: [string, Uint8Array] = ["PLTE", Uint8Array.of(1, 2, 3, 4, 5, 6)];
    const file = png(header(2, 1, 8, 3), palette, ["IDAT", rows], end);
    expect(pixels(decodeImage(file))).toEqual([4, 5, 6, 255, 1, 2, 3, 255]);
  });

  test("without regard to a palette that it only suggests", () => {
    const rows = deflateSync(Uint8Array.of(0, 1, 2, 3));
    const palette: [string, Uint8Array] = ["PLTE", Uint8Array.of(7, 8, 9)];
    const file = png(header(1, 1, 8, 2), palette, ["IDAT", rows], end);
    expect(pixels(decodeImage(file))).toEqual([1, 2, 3, 255]);
  });
});

test.each([
  [0, 0],
  [28, 0],
  [0, 28],
])("a PNG of %i × %i pixels is refused as damaged", (width, height) => {
  const rows = deflateSync(new Uint8Array(height));
  expect(refusal(png(header(width, height, 8, 0), ["IDAT", rows], end))).toBe("it is damaged");
});

test.each([
  ["without its palette", []],
  ["with an empty palette", [["PLTE", new Uint8Array()]]],
  ["with a palette that lacks a colour", [["PLTE", Uint8Array.of(1, 2, 3)]]],
] as [string, [string, Uint8Array][]][])("a PNG %s is refused as damaged", (_, palette) => {
  for (const [depth, row] of [
    [8, [0, 0, 1]],
    [4, [0, 0x01]],
  ] as const) {
    const rows = deflateSync(Uint8Array.from(row));
    expect(refusal(png(header(2, 1, depth, 3), ...palette, ["IDAT", rows], end))).toBe("it is damaged");
  }
});

test("a PNG that lacks the end of its last row is refused as damaged", () => {
  for (const [colour, interlace, whole] of [
    [0, 0, [0, 1, 2, 0, 3, 4]],
    [2, 0, [0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6]],
    [0, 1, [0, 10, 0, 20, 0, 30, 40]],
  ] as const) {
    const [type, content] = header(2, 2, 8, colour);
    content[12] = interlace;
    const file = (bytes: number) =>
      png([type, content], ["IDAT", deflateSync(Uint8Array.from(whole.slice(0, bytes)))], end);
    expect(refusal(file(whole.length))).toBeUndefined();
    expect(refusal(file(whole.length - 1))).toBe("it is damaged");
  }
});

test("a JPEG file is decoded", () => {
  const data = Uint8Array.from({ length: 8 * 8 * 4 }, (_, at) => (at % 4 === 3 ? 255 : 100));
  const { width, height, data: decoded } = decodeImage(encodeJpeg({ width: 8, height: 8, data }, 95).data);
  expect([width, height]).toEqual([8, 8]);
  for (const [at, value] of decoded.entries())
    expect(Math.abs(value - (at % 4 === 3 ? 255 : 100))).toBeLessThan(4);
});

test.each(orientations)("a photograph of orientation $orientation is decoded as it is seen", (row) => {
  const { width, height, data } = decodeImage(Buffer.from(row.jpeg, "base64"));
  expect([width, height]).toEqual([row.width, row.height]);
  for (const [pixel, grey] of row.grey.entries()) expect(Math.abs(data[4 * pixel]! - grey)).toBeLessThan(8);
});

test("a PNG of an orientation is decoded as it is seen", () => {
  const { jpeg } = orientations[5]!;
  const file = Buffer.from(jpeg, "base64");
  const tiff = file.subarray(file.indexOf("Exif") + 6, file.indexOf("Exif") + 32);
  const rows = deflateSync(Uint8Array.of(0, 10, 20, 30));
  const turned = decodeImage(png(header(3, 1, 8, 0), ["eXIf", tiff], ["IDAT", rows], end));
  expect(turned).toMatchObject({ width: 1, height: 3 });
  expect(pixels(turned).filter((_, at) => at % 4 === 0)).toEqual([10, 20, 30]);
});

test("an image with an unreadable orientation is not turned", () => {
  const { jpeg } = orientations[5]!;
  const file = Buffer.from(jpeg, "base64");
  const exif = file.indexOf("Exif");
  const [order, directory, value] = [exif + 6, exif + 10, exif + 24];
  expect(file[value + 1]).toBe(6);
  for (const change of [
    (bytes: Buffer) => bytes.writeUInt16BE(9, value),
    (bytes: Buffer) => bytes.writeUInt16BE(0, value),
    (bytes: Buffer) => bytes.writeUInt32BE(0xffff_fff0, directory),
    (bytes: Buffer) => bytes.writeUInt32BE(24, directory),
    (bytes: Buffer) => bytes.write("XX", order),
    (bytes: Buffer) => bytes.write("Else", exif),
  ]) {
    const changed = Buffer.from(file);
    change(changed);
    expect(decodeImage(changed)).toMatchObject({ width: 24, height: 16 });
  }
});

test("another file is refused, and an image that is too large before it is decoded", () => {
  expect(() => decodeImage(Buffer.from("GIF89a"))).toThrow("it is neither PNG nor JPEG");
  expect(() => decodeImage(new Uint8Array())).toThrow("it is empty");
  expect(() => decodeImage(png(header(100_000, 100_000, 8, 0), end))).toThrow(
    "it has more than 50 million pixels",
  );
  expect(() => decodeImage(png().subarray(0, 8))).toThrow(/^it is damaged$/);
  expect(() => decodeImage(Uint8Array.of(0xff, 0xd8, 0xff))).toThrow(/^it is damaged$/);
  // The header of a frame with arithmetic coding, which the decoder does not support.
  expect(() => decodeImage(Uint8Array.of(0xff, 0xd8, 0xff, 0xc9, 0, 3, 8))).toThrow(
    /^it is a JPEG of a kind/,
  );
});

/** Why a file is refused; undefined if it is decoded. */
function refusal(file: Uint8Array): string | undefined {
  try {
    const { width, height, data } = decodeImage(file);
    expect(data).toHaveLength(4 * width * height);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const noise = Uint8Array.from({ length: 12 * 9 * 4 }, (_, at) => (at * 37) % 256);
const files: [string, Uint8Array][] = [
  ["PNG", encodePng({ width: 12, height: 9, channels: 4, depth: 8, data: noise })],
  ["JPEG", encodeJpeg({ width: 12, height: 9, data: noise }, 80).data],
];

describe.each(files)("a %s file", (_, whole) => {
  test("that is cut off anywhere is refused as damaged", () => {
    expect(refusal(whole)).toBeUndefined();
    for (let length = 8; length < whole.length; length++)
      expect([length, refusal(whole.subarray(0, length))]).toEqual([length, "it is damaged"]);
  });

  test("with a changed byte is decoded, or refused with a message of this program instead of the decoder's", () => {
    for (const at of whole.keys()) {
      const changed = Uint8Array.from(whole);
      changed[at]! ^= 0x55;
      expect(refusal(changed) ?? "it is decoded").toMatch(
        /^it (is (decoded|damaged|damaged .its first chunk.*|neither PNG nor JPEG|a JPEG of a kind .*)|has more than .*)$/,
      );
    }
  });
});

test("a PNG with a changed pixel, which its checksum shows, is refused as damaged", () => {
  const [, whole] = files[0]!;
  const changed = Uint8Array.from(whole);
  changed[Buffer.from(whole).indexOf("IDAT") + 20]! ^= 1;
  expect(refusal(changed)).toBe("it is damaged");
});

test("a PNG whose pixels unpack to far more than its size is refused before they are in memory", () => {
  const rows = deflateSync(new Uint8Array(2 ** 26));
  const before = process.memoryUsage().arrayBuffers;
  expect(refusal(png(header(10, 10, 8, 0), ["IDAT", rows], end))).toBe("it is damaged");
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 25);
});

test("a damaged chunk that has no effect on the pixels is ignored", () => {
  const rows = deflateSync(Uint8Array.of(0, 7));
  const profile: [string, Uint8Array] = ["iCCP", Buffer.from("name\0\0not compressed")];
  expect(pixels(decodeImage(png(header(1, 1, 8, 0), profile, ["IDAT", rows], end)))).toEqual([7, 7, 7, 255]);
});

describe("an interlaced PNG", () => {
  const interlaced = (width: number, height: number, depth: number) => {
    const [type, content] = header(width, height, depth, 0);
    content[12] = 1;
    return [type, content] as [string, Uint8Array];
  };

  test("is decoded", () => {
    // An interlaced picture of 2 × 2 pixels has one pixel in pass 1, one in pass 6 and a row of two in pass 7.
    const rows = deflateSync(Uint8Array.of(0, 10, 0, 20, 0, 30, 40));
    const { data } = decodeImage(png(interlaced(2, 2, 8), ["IDAT", rows], end));
    expect(pixels({ data }).filter((_, at) => at % 4 === 0)).toEqual([10, 20, 30, 40]);
  });

  test("with several pixels in one byte is refused by its kind", () => {
    const rows = deflateSync(Uint8Array.of(0, 0x80, 0, 0, 0, 0x80));
    expect(refusal(png(interlaced(2, 2, 1), ["IDAT", rows], end))).toMatch(/^it is an interlaced PNG/);
  });
});

import { inflateSync } from "node:zlib";
import * as l10n from "@vscode/l10n";
import { convertIndexedToRgb, type DecodedPng, decode as decodePng } from "fast-png";
import { decode as decodeJpeg } from "jpeg-js";
import type { JpegSegment } from "../images/jpegSegments";
import { orientationOf, turned } from "../images/orientation";
import { checkPicture, jpegFrame, mostMegapixels } from "../images/pictureFile";
import { pngChunks, pngTypes } from "../images/pngChunks";
import type { ColourImage } from "../images/prepareImage";

/** Largest memory (MB, by the decoder's own count) that the decoding of a JPEG file may take. */
const mostJpegMemory = 512;

/**
 * Decodes a PNG or a JPEG file. Rotates or mirrors the picture according to its EXIF orientation.
 * @throws Error if the file cannot be decoded; the message is the reason, as the end of a sentence
 */
export function decodeImage(bytes: Uint8Array): ColourImage {
  const kind = checkPicture(bytes);
  const stored = kind === "png" ? fromPng(bytes) : fromJpeg(bytes);
  return turned(stored, orientationOf(bytes, kind));
}

function fromJpeg(bytes: Uint8Array): ColourImage {
  const frame = jpegFrame(bytes);
  if (frame && !isReadFrame(frame))
    throw new Error(
      l10n.t("it is a JPEG of a kind that is not read, neither baseline nor progressive with 8 bits"),
    );
  try {
    return decodeJpeg(bytes, {
      useTArray: true,
      maxResolutionInMP: mostMegapixels,
      maxMemoryUsageInMB: mostJpegMemory,
    });
  } catch (error) {
    throw String(error).includes("maxMemoryUsageInMB")
      ? new Error(l10n.t("it takes more than {0} MB of memory to decode; make it smaller", mostJpegMemory))
      : damaged();
  }
}

/**
 * The error that replaces an error of a decoder. The message of a decoder's error is about internal parts, such as a
 * marker or an array.
 */
function damaged(): Error {
  return new Error(l10n.t("it is damaged"));
}

function isReadFrame({ marker, content }: JpegSegment): boolean {
  return marker <= 0xc2 && (content.byteLength === 0 || content.getUint8(0) === 8);
}

function fromPng(bytes: Uint8Array): ColourImage {
  const header = headerOf(bytes);
  if (!header) throw damaged();
  // A byte holds several samples. The decoder cannot read such an interlaced picture.
  if (header.depth < 8 && header.isInterlaced)
    throw new Error(
      l10n.t(
        "it is an interlaced PNG with less than 8 bits for a sample, which is not read; save it as another kind",
      ),
    );
  try {
    const picture = pictureChunks(bytes, header);
    checkUnpacked(picture, header);
    return toColours(decodePng(picture, { checkCrc: true }));
  } catch {
    throw damaged();
  }
}

/** The content of the chunk `IHDR` (PNG 3, section 11.2.1). */
interface PngHeader {
  width: number;
  height: number;
  /** Number of bits of a sample. */
  depth: number;
  colourType: number;
  isInterlaced: boolean;
}

/** The header of a PNG; undefined if the file ends within it. */
function headerOf(bytes: Uint8Array): PngHeader | undefined {
  for (const { type, content } of pngChunks(bytes))
    if (type === pngTypes.header && content.byteLength >= 13)
      return {
        width: content.getUint32(0),
        height: content.getUint32(4),
        depth: content.getUint8(8),
        colourType: content.getUint8(9),
        isInterlaced: content.getUint8(12) === 1,
      };
  return undefined;
}

/** The colour type of a PNG whose samples are indices of a palette. */
const indexed = 3;

/** The number of samples of a pixel, by colour type. */
const samplesOfPixel: Readonly<Record<number, number>> = { 0: 1, 2: 3, [indexed]: 1, 4: 2, 6: 4 };

/**
 * The PNG file with only those chunks that decide its pixels. The other chunks can do harm: if one is damaged, the
 * decoder fails although all pixels are intact, and a compressed one may unpack to any length. The decoder would also
 * use a palette that a picture in colours has only as a suggestion.
 * @throws Error if samples are indices of a palette that is missing
 */
function pictureChunks(bytes: Uint8Array, { colourType }: PngHeader): Uint8Array {
  const { header, palette, transparency, data, end } = pngTypes;
  const isIndexed = colourType === indexed;
  const wanted = new Set([header, transparency, data, end, ...(isIndexed ? [palette] : [])]);
  const found = new Set<number>();
  const parts = [bytes.subarray(0, 8)];
  for (const { type, content } of pngChunks(bytes)) {
    const start = content.byteOffset - bytes.byteOffset;
    if (wanted.has(type)) parts.push(bytes.subarray(start - 8, start + content.byteLength + 4));
    found.add(type);
  }
  if (isIndexed && !found.has(palette)) throw damaged();
  return Buffer.concat(parts);
}

/**
 * Checks the unpacked length of the pixels. The decoder unpacks them without a limit, and takes missing ones for black.
 * @throws Error if the pixels cannot be unpacked, or unpack to less or far more bytes than the picture takes
 */
function checkUnpacked(bytes: Uint8Array, header: PngHeader): void {
  const packed: Uint8Array[] = [];
  for (const { type, content } of pngChunks(bytes))
    if (type === pngTypes.data)
      packed.push(new Uint8Array(content.buffer, content.byteOffset, content.byteLength));
  const least = unpackedBytes(header);
  const { length } = inflateSync(Buffer.concat(packed), { maxOutputLength: 2 * least + 64 });
  if (length < least) throw damaged();
}

/** The first column and row, and the distance of columns and rows, of the passes of an interlaced PNG (PNG 3, 8.1). */
const interlacedPasses = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const onlyPass = [[0, 0, 1, 1]] as const;

/** The number of bytes of all rows, each with the byte of its filter, in all passes. */
function unpackedBytes({ width, height, depth, colourType, isInterlaced }: PngHeader): number {
  const bits = depth * (samplesOfPixel[colourType] ?? 0);
  let bytes = 0;
  for (const [x, y, columnStep, rowStep] of isInterlaced ? interlacedPasses : onlyPass) {
    const columns = Math.ceil((width - x) / columnStep);
    const rows = Math.ceil((height - y) / rowStep);
    if (columns > 0 && rows > 0) bytes += rows * (1 + Math.ceil((columns * bits) / 8));
  }
  return bytes;
}

function toColours(png: DecodedPng): ColourImage {
  const { width, height } = png;
  const { samples, channels } = samplesOf(png);
  const colours = new Uint8Array(4 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    const isGrey = channels < 3;
    const [red, green, blue] = isGrey ? [0, 0, 0] : [0, 1, 2];
    const opacity = channels % 2 === 0 ? samples[from + channels - 1]! : 255;
    colours.set([samples[from + red!]!, samples[from + green!]!, samples[from + blue!]!, opacity], 4 * pixel);
  }
  return { width, height, data: colours };
}

/** The samples (0 to 255) of all pixels, and the number of samples of a pixel. */
function samplesOf(png: DecodedPng): { samples: ArrayLike<number>; channels: number } {
  const { width, height, depth, channels, palette, data } = png;
  if (palette) return { samples: convertIndexedToRgb(png), channels: palette[0]!.length };
  if (depth === 8) return { samples: data, channels };
  if (depth === 16) return { samples: Uint8Array.from(data, (sample) => sample >> 8), channels };
  // One byte holds several samples. Each row begins at a new byte.
  const samples = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = data[y * rowBytes + (bit >> 3)]!;
      samples[y * width + x] = (255 / most) * ((byte >> (8 - depth - (bit & 7))) & most);
    }
  return { samples, channels: 1 };
}

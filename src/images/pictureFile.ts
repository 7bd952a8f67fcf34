/** Checks a picture's file before it is decoded. */
import * as l10n from "@vscode/l10n";
import { type JpegSegment, jpegSegments } from "./jpegSegments";
import { pngChunks, pngTypes } from "./pngChunks";

/** Largest length of a picture's file, in bytes. */
export const longestPicture = 32 * 1024 * 1024;

/** Largest number of pixels of a picture, in millions. A decoded picture takes 4 bytes for each pixel. */
export const mostMegapixels = 50;

export type PictureKind = "png" | "jpeg";

/**
 * Checks the length (bytes) of a file before it is read.
 * @throws Error for a file that is too long; the message is the end of a sentence
 */
export function checkLength(length: number): void {
  if (length > longestPicture)
    throw new Error(l10n.t("it is longer than {0} MB", longestPicture / 1024 ** 2));
}

/**
 * Checks length, kind and number of pixels of a file, and returns its kind.
 * @throws Error for a file that must not be decoded; the message is the end of a sentence
 */
export function checkPicture(bytes: Uint8Array): PictureKind {
  checkLength(bytes.length);
  if (bytes.length === 0) throw new Error(l10n.t("it is empty"));
  const kind = kindOf(bytes);
  if (!kind) throw new Error(l10n.t("it is neither PNG nor JPEG"));
  const pixels = kind === "png" ? pixelsOfPng(bytes) : pixelsOfJpeg(bytes);
  if (pixels === 0) throw new Error(l10n.t("it is damaged"));
  if (pixels !== undefined && pixels > mostMegapixels * 1e6)
    throw new Error(l10n.t("it has more than {0} million pixels", mostMegapixels));
  return kind;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function kindOf(bytes: Uint8Array): PictureKind | undefined {
  if (pngSignature.every((one, at) => bytes[at] === one)) return "png";
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? "jpeg" : undefined;
}

/**
 * The number of pixels that the header of a PNG states; undefined without a complete width and height.
 * @throws Error if the header is not the first chunk, or if there is a second header, which a decoder might use
 */
function pixelsOfPng(bytes: Uint8Array): number | undefined {
  let header: DataView | undefined;
  for (const { type, content } of pngChunks(bytes)) {
    if ((type === pngTypes.header) !== (header === undefined))
      throw new Error(l10n.t("it is damaged ({0})", l10n.t("its first chunk, and no other, must be IHDR")));
    header ??= content;
  }
  return header && header.byteLength >= 8 ? header.getUint32(0) * header.getUint32(4) : undefined;
}

/**
 * The number of pixels that a JPEG's frame header states (ITU-T T.81, B.2.2); undefined without a complete frame
 * header.
 */
function pixelsOfJpeg(bytes: Uint8Array): number | undefined {
  const { content } = jpegFrame(bytes) ?? {};
  return content && content.byteLength >= 5 ? content.getUint16(1) * content.getUint16(3) : undefined;
}

/** The first segment of a JPEG that is a frame header; undefined where there is none. */
export function jpegFrame(bytes: Uint8Array): JpegSegment | undefined {
  for (const segment of jpegSegments(bytes)) if (isFrameHeader(segment.marker)) return segment;
  return undefined;
}

/** Whether a marker is one of SOF0 to SOF15. Three markers in this range belong to other segments. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

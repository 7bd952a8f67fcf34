/** How a photograph is to be turned, so that it is seen as it was taken. Browsers do the same (CSS Images, 5.1). */
import { jpegSegments } from "./jpegSegments";
import type { PictureKind } from "./pictureFile";
import type { ColourImage } from "./prepareImage";

/** The orientation of a picture that is stored as it is seen. */
const upright = 1;

/**
 * The orientation that a file states, from 1 to 8: the tag 0x0112 of its first block of EXIF (CIPA DC-008, 4.6.4); 1
 * where it states none.
 */
export function orientationOf(bytes: Uint8Array, kind: PictureKind): number {
  const tiff = kind === "png" ? exifOfPng(bytes) : exifOfJpeg(bytes);
  return tiff ? orientationIn(tiff) : upright;
}

const exif = [0x45, 0x78, 0x69, 0x66, 0, 0];

function exifOfJpeg(bytes: Uint8Array): DataView | undefined {
  for (const { marker, content } of jpegSegments(bytes)) {
    // The compressed picture begins.
    if (marker === 0xda) return undefined;
    const isExif =
      marker === 0xe1 &&
      content.byteLength >= exif.length &&
      exif.every((byte, at) => content.getUint8(at) === byte);
    if (isExif)
      return new DataView(content.buffer, content.byteOffset + exif.length, content.byteLength - exif.length);
  }
  return undefined;
}

/** The types of chunks of a PNG (PNG 3, 11): EXIF, and the compressed picture. */
const [exifChunk, dataChunk] = [0x65584966, 0x49444154];

function exifOfPng(bytes: Uint8Array): DataView | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 8; at + 8 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const type = view.getUint32(at + 4);
    if (type === dataChunk) return undefined;
    if (type !== exifChunk) continue;
    const length = Math.min(view.getUint32(at), view.byteLength - at - 8);
    return new DataView(bytes.buffer, bytes.byteOffset + at + 8, length);
  }
  return undefined;
}

/** The orientation in EXIF, which is a TIFF file (TIFF 6.0, section 2); 1 for a damaged one. */
function orientationIn(tiff: DataView): number {
  try {
    const order = tiff.getUint16(0);
    if (order !== 0x4949 && order !== 0x4d4d) return upright;
    const isLittle = order === 0x4949;
    const directory = tiff.getUint32(4, isLittle);
    const entries = tiff.getUint16(directory, isLittle);
    for (let entry = 0; entry < entries; entry++) {
      const at = directory + 2 + 12 * entry;
      if (tiff.getUint16(at, isLittle) !== 0x0112) continue;
      const value = tiff.getUint16(at + 8, isLittle);
      return value >= 1 && value <= 8 ? value : upright;
    }
  } catch (error) {
    // A place beyond the end of the block.
    if (!(error instanceof RangeError)) throw error;
  }
  return upright;
}

/**
 * A picture as it is seen.
 * @param orientation from 1 to 8, as {@link orientationOf} has it
 */
export function turned(image: ColourImage, orientation: number): ColourImage {
  if (orientation === upright) return image;
  const { width, height } = image;
  // The columns of the file are the rows that are seen.
  const isTransposed = orientation >= 5;
  const isFromRight = [2, 3, 7, 8].includes(orientation);
  const isFromBelow = [3, 4, 6, 7].includes(orientation);
  const size = isTransposed ? { width: height, height: width } : { width, height };
  const from = new Uint32Array(image.data.buffer, image.data.byteOffset, width * height);
  const to = new Uint32Array(width * height);
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++) {
      const [along, down] = isTransposed ? [y, x] : [x, y];
      const column = isFromRight ? width - 1 - along : along;
      const row = isFromBelow ? height - 1 - down : down;
      to[y * size.width + x] = from[row * width + column]!;
    }
  return { ...size, data: new Uint8Array(to.buffer) };
}

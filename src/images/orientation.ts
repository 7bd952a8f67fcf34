/** Turns and mirrors a picture by the orientation in its EXIF data, as browsers do (CSS Images 3, section 5.1). */
import { jpegSegments } from "./jpegSegments";
import type { PictureKind } from "./pictureFile";
import { pngChunks, pngTypes } from "./pngChunks";
import type { ColourImage } from "./prepareImage";

/** The orientation of a picture that is stored as it is seen. */
const upright = 1;

/**
 * The orientation of a picture file, from 1 to 8: the tag 0x0112 of its first EXIF block (CIPA DC-008, 4.6.4). 1 for a
 * file without a valid orientation.
 */
export function orientationOf(bytes: Uint8Array, kind: PictureKind): number {
  const tiff = kind === "png" ? exifOfPng(bytes) : exifOfJpeg(bytes);
  return tiff ? orientationIn(tiff) : upright;
}

const exif = [0x45, 0x78, 0x69, 0x66, 0, 0];

function exifOfJpeg(bytes: Uint8Array): DataView | undefined {
  for (const { marker, content } of jpegSegments(bytes)) {
    // The compressed picture begins. EXIF can only stand before it.
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

function exifOfPng(bytes: Uint8Array): DataView | undefined {
  for (const { type, content } of pngChunks(bytes)) {
    // The compressed picture begins.
    if (type === pngTypes.data) return undefined;
    if (type === pngTypes.exif) return content;
  }
  return undefined;
}

/**
 * The orientation in an EXIF block, whose format is that of a TIFF file (TIFF 6.0, section 2). 1 for a block that is
 * damaged or has no valid orientation.
 */
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
    // An offset is beyond the end of the block.
    if (!(error instanceof RangeError)) throw error;
  }
  return upright;
}

/**
 * Turns and mirrors a picture so that it is stored as it is seen.
 * @param orientation from 1 to 8, as {@link orientationOf} returns it
 */
export function turned(image: ColourImage, orientation: number): ColourImage {
  if (orientation === upright) return image;
  const { width, height } = image;
  // Columns of the file become rows.
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

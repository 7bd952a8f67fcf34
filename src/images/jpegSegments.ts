/** A segment of a JPEG file (ITU-T T.81, B.1.1.4). */
export interface JpegSegment {
  marker: number;
  /** The bytes after the marker (2 bytes) and the length (2 bytes). */
  content: DataView;
}

/**
 * The segments of a JPEG file up to the first bytes that are not a segment, such as the compressed picture. Markers
 * that stand alone are passed over. If the file ends within a segment, the content of that segment is shorter.
 */
export function* jpegSegments(bytes: Uint8Array): Generator<JpegSegment> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 2;
  while (at + 4 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    // A marker may be preceded by any number of bytes 0xff.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isAlone(marker)) {
      at += 2;
      continue;
    }
    const [from, end] = [at + 4, at + 2 + view.getUint16(at + 2)];
    const length = Math.max(0, Math.min(end, view.byteLength) - from);
    yield { marker, content: new DataView(bytes.buffer, bytes.byteOffset + from, length) };
    at = end;
  }
}

/** Whether a marker has no length and no content: TEM, RST0 to RST7, SOI and EOI (ITU-T T.81, B.1.1.3). */
function isAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9);
}

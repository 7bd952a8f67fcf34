/** A chunk of a PNG file (PNG 3, section 5.3). */
export interface PngChunk {
  /** Four letters, such as `IHDR`, as one number. */
  type: number;
  content: DataView;
}

/** The types of chunks that this program reads itself (PNG 3, section 11). */
export const pngTypes = {
  header: 0x49484452,
  palette: 0x504c5445,
  transparency: 0x74524e53,
  exif: 0x65584966,
  data: 0x49444154,
  end: 0x49454e44,
};

/** The chunks of a PNG file up to `IEND`. If the file ends within a chunk, the content of that chunk is shorter. */
export function* pngChunks(bytes: Uint8Array): Generator<PngChunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 8; at + 8 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const type = view.getUint32(at + 4);
    const length = Math.min(view.getUint32(at), view.byteLength - at - 8);
    yield { type, content: new DataView(bytes.buffer, bytes.byteOffset + at + 8, length) };
    if (type === pngTypes.end) return;
  }
}

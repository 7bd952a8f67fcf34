/**
 * Fills memory with the bytes of a file. `read` is called again until the memory is full or the file ends, since some
 * file systems return fewer bytes at a time than requested.
 * @param read puts bytes into `rest`, which is the memory from index `at` to its end, and returns their number; 0 at
 * the end of the file
 * @returns the part of the memory that was filled
 */
export async function fill(
  bytes: Buffer,
  read: (rest: Buffer, at: number) => Promise<number>,
): Promise<Buffer> {
  let length = 0;
  while (length < bytes.length) {
    const taken = await read(bytes.subarray(length), length);
    if (taken === 0) break;
    length += taken;
  }
  return bytes.subarray(0, length);
}

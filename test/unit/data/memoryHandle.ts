import type { FileHandle } from "node:fs/promises";

/** A file handle that reads `bytes` in sequence. @param most largest number of bytes that one `read` returns */
export function memoryHandle(bytes: Buffer, most = bytes.length): FileHandle {
  let at = 0;
  const read = async (memory: Buffer, from: number, length: number) => {
    const bytesRead = bytes.copy(memory, from, at, at + Math.min(length, most));
    at += bytesRead;
    return { bytesRead, buffer: memory };
  };
  return { read } as FileHandle;
}

import type { FileHandle } from "node:fs/promises";

/** Reads from memory as from a file, sequentially, with a limit of bytes at a time. */
export function memoryHandle(bytes: Buffer, most = bytes.length): FileHandle {
  let at = 0;
  const read = async (memory: Buffer, from: number, length: number) => {
    const bytesRead = bytes.copy(memory, from, at, at + Math.min(length, most));
    at += bytesRead;
    return { bytesRead, buffer: memory };
  };
  return { read } as FileHandle;
}

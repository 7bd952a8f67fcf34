import type { FileHandle } from "node:fs/promises";

/** Reads from memory as from a file, front to back, at most so many bytes at a time. */
export function memoryHandle(bytes: Buffer, most = bytes.length): FileHandle {
  let at = 0;
  const read = async (room: Buffer, from: number, length: number) => {
    const bytesRead = bytes.copy(room, from, at, at + Math.min(length, most));
    at += bytesRead;
    return { bytesRead, buffer: room };
  };
  return { read } as FileHandle;
}

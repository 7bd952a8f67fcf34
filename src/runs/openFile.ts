import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/**
 * Opens a file for reading, and nothing that only looks like one: a pipe without a writer would be waited for without
 * end, and a device has no end.
 * @throws Error of the file system, or one whose message is "not a file"
 */
export async function openFile(path: string): Promise<{ file: FileHandle; size: number }> {
  // Windows has no such flag, and no such pipes among its files.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new Error("not a file");
    return { file, size: stats.size };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** In a few words, for a sentence: the system's code or what {@link openFile} found. */
export function whyUnreadable(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
}

import { close, read } from "node:fs";
import { isAbsolute } from "node:path";
import { promisify } from "node:util";
import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "./diskTrouble";
import type { Folder } from "./Folder";
import { fill } from "./fill";
import { isDenial } from "./readTrouble";
import { UnsafeFileError } from "./UnsafeFileError";

const readAsync = promisify(read);
const closeAsync = promisify(close);

/** A file that is read in pieces without blocking the event loop. */
export class OpenFile {
  /** @param size in bytes, when the file was opened */
  constructor(
    private readonly descriptor: number,
    readonly size: number,
  ) {}

  /**
   * @param position in bytes from the beginning of the file
   * @returns the number of bytes put into `piece`; 0 at the end of the file
   */
  async read(piece: Buffer, position: number): Promise<number> {
    return (await readAsync(this.descriptor, piece, 0, piece.length, position)).bytesRead;
  }

  /**
   * @param name of the file in the error
   * @returns the whole file; less if it has been shortened since it was opened
   * @throws UnsafeFileError for a file of more than `most` bytes; Error of the file system
   */
  async readAll(name: string, most: number): Promise<Buffer> {
    if (this.size > most) throw new UnsafeFileError(name, l10n.t("longer than {0} bytes", most));
    return fill(Buffer.allocUnsafe(this.size), (rest, at) => this.read(rest, at));
  }

  close(): Promise<void> {
    return closeAsync(this.descriptor);
  }
}

/**
 * Opens a file for reading, as {@link Folder.open} does.
 * @throws UnsafeFileError, or Error of the file system
 */
export function openFile(folder: Folder, name: string): OpenFile {
  const { file, stats } = folder.open(name);
  return new OpenFile(file, Number(stats.size));
}

/** Why a file cannot be read, in words for a sentence. If a folder above the file is refused, that folder is named. */
export function whyUnreadable(error: unknown): string {
  const isOfFile = error instanceof UnsafeFileError && !isAbsolute(error.file);
  return isOfFile ? l10n.t("it is {0}", error.what) : explainDiskTrouble(error).reason;
}

/** Advice on a file or folder that cannot be read, as the end of a sentence; undefined where none is known. */
export function remedyOfUnreadable(error: unknown): string | undefined {
  if (error instanceof UnsafeFileError) return error.remedy;
  if ((error as NodeJS.ErrnoException).code === "ELOOP") return l10n.t("remove one of these links");
  return isDenial(error) ? l10n.t("allow your user to read it") : undefined;
}

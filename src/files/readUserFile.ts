import { constants } from "node:fs";
import { open } from "node:fs/promises";
import * as l10n from "@vscode/l10n";
import { notAFile } from "./fileKind";
import { explainReadTrouble, isAbsence } from "./readTrouble";

/**
 * Reads a file that the user named. Links are followed.
 * @param most largest size (bytes) of the file
 * @throws Error with a one-sentence message for a longer file, for anything but a regular file, and for a file that is
 * missing or cannot be read
 */
export async function readUserFile(path: string, most: number): Promise<Buffer> {
  try {
    // Without O_NONBLOCK, opening a pipe that has no writer would block.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw new Error(notAFile(path, stats));
      if (stats.size > most) throw new Error(l10n.t("{0} is longer than {1} bytes.", path, most));
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isAbsence(error)) throw new Error(l10n.t("There is no file {0}.", path));
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new Error(l10n.t("{0} cannot be read: {1}.", path, await explainReadTrouble(path, error)));
  }
}

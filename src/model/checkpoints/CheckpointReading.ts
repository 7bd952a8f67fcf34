import { basename } from "node:path";
import * as l10n from "@vscode/l10n";
import type { Folder } from "../../files/Folder";
import { checkpointsFolder } from "../../runs/checkpointFile";
import { checkHead, LONGEST_HEAD } from "./Checkpoint";

/**
 * Largest number of bytes that one {@link CheckpointReading} reads, unless the first file alone is longer. A run's
 * folder from an unknown source may have thousands of long files: files of repeated bytes take little space in an
 * archive. A checkpoint of the tutorial's model takes 3 MB.
 */
const MOST_READ = 2 ** 30;
/** Size (bytes) above which the beginning of a file is checked before memory for the whole file is allocated. */
const SHORT = 2 ** 24;

/**
 * Reads checkpoints of one run, and limits the bytes that are read in all. The caller reads the newest checkpoint
 * first.
 */
export class CheckpointReading {
  private left = MOST_READ;
  private isFirst = true;

  /**
   * @param file path as in the run's log
   * @param most largest length of this file, in bytes
   * @returns the whole file
   * @throws UnsafeFileError if the file has more than `most` bytes or the entry is not a regular file; Error of the
   * file system; Error whose message is a clause, if a long file is not a checkpoint or exceeds the limit of all bytes
   */
  read(run: Folder, file: string, most: number): Buffer {
    const folder = run.folder(checkpointsFolder);
    const name = basename(file);
    const size = Number(folder.look(name)?.size ?? 0);
    if (size > most) return folder.read(name, most);
    if (size > SHORT) checkHead(folder.readBeginning(name, LONGEST_HEAD), size);
    if (size > this.left && !this.isFirst)
      throw new Error(
        l10n.t("it is not looked at, as newer ones take up the {0} bytes that are read", MOST_READ),
      );
    this.isFirst = false;
    this.left -= size;
    return folder.read(name, size);
  }
}

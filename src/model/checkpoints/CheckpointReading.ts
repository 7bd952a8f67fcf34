import { basename } from "node:path";
import * as l10n from "@vscode/l10n";
import type { Folder } from "../../files/Folder";
import { checkpointsFolder } from "../../runs/checkpointFile";
import { checkHead, LONGEST_HEAD } from "./Checkpoint";

/**
 * Largest number of bytes that one search reads. A folder of unknown origin may have thousands of long files, which an
 * archive holds in little space. A checkpoint of the tutorial's model takes 3 MB.
 */
const MOST_READ = 2 ** 30;
/** Size (bytes) above which the beginning of a file is checked before memory for the whole file is allocated. */
const SHORT = 2 ** 24;

/** A search among the checkpoints of one run, the newest first. */
export class CheckpointReading {
  private left = MOST_READ;
  private isFirst = true;

  /**
   * @param file path as in the run's log
   * @returns the whole file; the first file may exceed the limit of the search
   * @throws UnsafeFileError for a file of more than `most` bytes and for an entry that is no file; Error, a clause that
   * states why the file is not read; Error of the file system
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

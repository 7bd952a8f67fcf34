import { basename } from "node:path";
import * as l10n from "@vscode/l10n";
import type { Folder } from "../../files/Folder";
import { checkpointsFolder } from "../../runs/checkpointFile";
import { checkHead, LONGEST_HEAD } from "./Checkpoint";

/**
 * Bytes of the checkpoints that are read in search of one. A stranger's folder may have thousands of files that are long
 * and packed small; those of the tutorial's model take 3 MB each.
 */
const MOST_READ = 2 ** 30;
/** In bytes: the beginning of a longer file is looked at before memory is taken for the whole. */
const SHORT = 2 ** 24;

/** A search among the checkpoints of one run, the newest first. */
export class CheckpointReading {
  private left = MOST_READ;
  private isFirst = true;

  /**
   * @param file as the run's log names it
   * @param most bytes that are read; a longer file is refused
   * @returns the whole file. The first one may take more than the search may otherwise
   * @throws UnsafeFileError; Error, why the file is not read, or of the file system
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

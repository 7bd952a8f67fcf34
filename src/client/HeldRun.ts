import type { Folder } from "../files/Folder";
import { holdFolder } from "../files/HeldFolder";
import { openRun, type RunFolder } from "../runs/runsFolder";

/**
 * The folder of a run that a client follows. On Linux it is kept open, so that it stays the same folder after it, or a
 * folder around it, was renamed.
 */
export class HeldRun {
  private readonly held: Folder | undefined;
  /** The folder's path, without links, when it was opened. */
  private readonly before: string | undefined;

  /** @param given path of the folder; if the folder cannot be opened, it is reached by this path each time */
  constructor(private given: string) {
    try {
      this.held = holdFolder(openRun(given));
      this.before = this.held.path;
    } catch {
      this.held = undefined;
    }
  }

  get folder(): RunFolder {
    return this.held ?? this.given;
  }

  /** The folder's present path: the given one while the folder has not moved. */
  get path(): string {
    const now = this.held?.path;
    return now === this.before ? this.given : now!;
  }

  /** Closes the folder. `path` stays what it is now. */
  close(): void {
    this.given = this.path;
    this.held?.close();
  }
}

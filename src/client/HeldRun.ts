import type { Folder } from "../files/Folder";
import { holdFolder } from "../files/HeldFolder";
import { openRun, type RunFolder } from "../runs/runsFolder";

/**
 * The folder of a run that a client follows. On Linux the folder is kept open, so that the client still reaches it
 * after the folder, or a folder above it, was renamed.
 */
export class HeldRun {
  private readonly held: Folder | undefined;
  /** Path of the folder when it was opened, with all links resolved. */
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

  /** The folder's present path; while the folder has not moved, the path given to the constructor. */
  get path(): string {
    const now = this.held?.path;
    return now === this.before ? this.given : now!;
  }

  /** Closes the folder. `path` keeps its present value. */
  close(): void {
    this.given = this.path;
    this.held?.close();
  }
}

import * as l10n from "@vscode/l10n";
import { checkpointsFolder, isCheckpointFile } from "./checkpointFile";
import type { FoldEvent } from "./RunEvent";
import { openRun } from "./runsFolder";

/** Largest number of files that a sentence names. */
const mostNamed = 10;

/** The checkpoint files in a run's folder that no event of the log names. */
export class UnloggedCheckpoints {
  private constructor(private readonly files: Set<string>) {}

  /**
   * Reads the names of the checkpoint files in a run's folder. {@link note} then removes each file that an event names.
   */
  static of(folder: string): UnloggedCheckpoints {
    const files = checkpointNames(folder).map((name) => `${checkpointsFolder}/${name}`);
    return new UnloggedCheckpoints(new Set(files.filter(isCheckpointFile)));
  }

  note(event: FoldEvent): void {
    if (event.type === "checkpoint") this.files.delete(event.file);
  }

  /** A sentence about the checkpoint files that no event named; undefined if there are none. */
  get sentence(): string | undefined {
    if (this.files.size === 0) return undefined;
    const files = [...this.files].sort();
    const named = files.slice(0, mostNamed).join(", ");
    const names =
      files.length > mostNamed ? l10n.t("{0} and {1} more", named, files.length - mostNamed) : named;
    return l10n.t(
      "events.jsonl does not list {0}; a resumed run continues from the newest checkpoint that is whole.",
      names,
    );
  }
}

/** Whether a run's folder has a checkpoint file, whether the log lists it or not. */
export function hasCheckpointFile(folder: string): boolean {
  return checkpointNames(folder).some((name) => isCheckpointFile(`${checkpointsFolder}/${name}`));
}

/** The names in the folder of checkpoints; none if the folder does not exist or cannot be read. */
function checkpointNames(folder: string): string[] {
  try {
    return openRun(folder).folder(checkpointsFolder).names();
  } catch {
    return [];
  }
}

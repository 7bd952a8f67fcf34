import * as l10n from "@vscode/l10n";
import { checkpointsFolder, isCheckpointFile } from "./checkpointFile";
import type { RunEvent } from "./RunEvent";
import { openRun } from "./runsFolder";

/** Files that a sentence names. */
const mostNamed = 10;

/** The checkpoints in a run's folder of which no event has told. */
export class UnloggedCheckpoints {
  private constructor(private readonly files: Set<string>) {}

  /** Those that are there now; events that are noted from now on may tell of them. */
  static of(folder: string): UnloggedCheckpoints {
    const files = checkpointNames(folder).map((name) => `${checkpointsFolder}/${name}`);
    return new UnloggedCheckpoints(new Set(files.filter(isCheckpointFile)));
  }

  note(event: RunEvent): void {
    if (event.type === "checkpoint") this.files.delete(event.file);
  }

  /** A sentence about those that remain; undefined where there are none. */
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

/** None of a folder that is not there or cannot be read. */
function checkpointNames(folder: string): string[] {
  try {
    return openRun(folder).folder(checkpointsFolder).names();
  } catch {
    return [];
  }
}

import { labelsVersion, logVersion, namesTrainer, refusedVersion } from "../runs/statVersions";
import type { RunsList } from "./RunsList";

/** What one call of {@link RunsLook.look} has found. */
export interface Found {
  /**
   * True if labels have changed, a run has got or lost a trainer, a refused folder has changed, or the call has ended
   * a round in which a run was looked at for the first time.
   */
  isChanged: boolean;
  /** The folders of the runs whose logs have changed. */
  grown: string[];
}

/**
 * Looks for changes in the folders of the listed runs, by the stats (size, modification time) of a few files. Looks at
 * a log only if it may grow and this window is not connected to the run's trainer, which would report the run's events.
 */
export class RunsLook {
  /** For the folder of each listed run: whether the run has a trainer, and the version of the run's labels. */
  private known = new Map<string, string>();
  private logs = new Map<string, string>();
  private refused = new Map<string, string>();
  /**
   * Number of runs whose labels the present round has looked at. A round covers all listed runs, in one or several
   * calls of {@link look}.
   */
  private looked = 0;
  /** Whether the present round has looked at a run that no earlier round has looked at. */
  private isNew = false;

  constructor(
    private readonly list: Pick<RunsList, "runs" | "open" | "refused">,
    private readonly isLive: (folder: string) => boolean,
  ) {}

  /**
   * A run whose labels are looked at for the first time counts as changed, at the end of the round.
   * @param most largest number of runs whose labels are looked at
   */
  look(most: number): Found {
    const isChanged = [this.lookAtLabels(most), this.lookAtRefused()].some(Boolean);
    return { isChanged, grown: this.lookAtLogs() };
  }

  /** Looks at the labels of the next `most` runs of the list. */
  private lookAtLabels(most: number): boolean {
    const { runs } = this.list;
    let isChanged = false;
    for (const { folder } of runs.slice(this.looked, this.looked + most)) {
      const before = this.known.get(folder);
      // A live run counts as having a trainer: the connection to the trainer shows when the trainer ends.
      const version = `${this.isLive(folder) || namesTrainer(folder)} ${labelsVersion(folder)}`;
      if (before === undefined) this.isNew = true;
      else if (before !== version) isChanged = true;
      this.known.set(folder, version);
    }
    this.looked += most;
    if (this.looked < runs.length) return isChanged;
    const listed = new Set(runs.map(({ folder }) => folder));
    for (const folder of this.known.keys()) if (!listed.has(folder)) this.known.delete(folder);
    isChanged ||= this.isNew;
    this.isNew = false;
    this.looked = 0;
    return isChanged;
  }

  private lookAtLogs(): string[] {
    const { open, runs } = this.list;
    const growing = [...open, ...runs.filter(({ isHeld }) => isHeld)].map(({ folder }) => folder);
    const folders = growing.filter((folder) => !this.isLive(folder));
    const { versions, changed } = compared(this.logs, new Set(folders), logVersion);
    this.logs = versions;
    return changed;
  }

  private lookAtRefused(): boolean {
    const folders = this.list.refused.map(({ folder }) => folder);
    const { versions, changed } = compared(this.refused, new Set(folders), refusedVersion);
    this.refused = versions;
    return changed.length > 0;
  }
}

/** The present versions of folders, and the folders that had another version before. */
function compared(
  before: ReadonlyMap<string, string>,
  folders: ReadonlySet<string>,
  versionOf: (folder: string) => string,
): { versions: Map<string, string>; changed: string[] } {
  const versions = new Map([...folders].map((folder) => [folder, versionOf(folder)]));
  const changed = [...folders].filter(
    (folder) => before.has(folder) && before.get(folder) !== versions.get(folder),
  );
  return { versions, changed };
}

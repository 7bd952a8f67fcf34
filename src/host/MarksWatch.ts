import type { DatasetName } from "../datasets/datasets";
import { marksVersion } from "../runs/marksFile";

/** Time (ms) between two checks of the file of marks. The checks are needed since not every disk reports changes. */
const LOOK_MS = 1000;

/** Watches the file of the marks that a view has read. Another window, a terminal or a user may change the file. */
export class MarksWatch {
  private read: { dataset: DatasetName; version: string } | undefined;
  private looking: NodeJS.Timeout | undefined;

  /** @param changed called after each change of the marks of the data set that {@link begin} was last given */
  constructor(
    private readonly runsFolder: () => string,
    private readonly changed: () => void,
  ) {}

  /**
   * Begins to watch the marks of `dataset`, in place of those of another data set. Called before the marks are read for
   * the view.
   */
  begin(dataset: DatasetName): void {
    this.read = { dataset, version: marksVersion(this.runsFolder(), dataset) };
    this.looking ??= setInterval(() => this.look(), LOOK_MS).unref();
  }

  dispose(): void {
    clearInterval(this.looking);
  }

  private look(): void {
    if (!this.read) return;
    const version = marksVersion(this.runsFolder(), this.read.dataset);
    if (version === this.read.version) return;
    this.read.version = version;
    this.changed();
  }
}

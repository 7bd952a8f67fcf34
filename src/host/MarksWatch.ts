import type { DatasetName } from "../datasets/datasets";
import { marksVersion } from "../runs/marksFile";

/** Time (ms) between two looks at the file. Not every disk reports changes. */
const LOOK_MS = 1000;

/** Notices that the marks that a view has read have changed since: in another window, or by hand. */
export class MarksWatch {
  private read: { dataset: DatasetName; version: string } | undefined;
  private looking: NodeJS.Timeout | undefined;

  /** @param changed called for each change until {@link begin} is called again */
  constructor(
    private readonly runsFolder: () => string,
    private readonly changed: () => void,
  ) {}

  /** Called before the marks are read for the view. */
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

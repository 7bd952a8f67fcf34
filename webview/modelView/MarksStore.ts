import type { MessageConnection } from "vscode-jsonrpc/browser";
import type { ImageSet } from "../../src/datasets/datasets";
import { markRequest, marksChanged, marksRequest } from "../../src/protocol/marksProtocol";
import { type Mark, type MarkChange, type Marks, noMarks } from "../../src/runs/marks";

/** A change of marks that can be undone. */
interface Undoable {
  runId: string;
  set: ImageSet;
  before: readonly MarkChange[];
  /** The mark that the images got; null for none. */
  given: Mark | null;
}

/** Largest number of changes that can be undone. */
const mostUndone = 200;

/** The marks of the images in a run's data set. The host keeps the marks; other windows may change them, too. */
export class MarksStore {
  /** The latest change, which the view announces. */
  last: { set: ImageSet; changes: readonly MarkChange[] } | undefined;
  /** Why the latest request has failed, in one sentence; undefined if it has not. */
  problem: string | undefined;
  private marks: Marks = noMarks;
  private runId: string | undefined;
  private readonly undoable: Undoable[] = [];
  /** The latest request. Each request is sent when the one before it is answered. */
  private latest: Promise<unknown> = Promise.resolve();

  /** @param changed called when there is something new to draw */
  constructor(
    private readonly host: MessageConnection,
    private readonly changed: () => void,
  ) {
    host.onNotification(marksChanged, () => void this.read());
  }

  /**
   * The marks of the data set of a run. Unless the previous call was for the same run, the marks are requested, and the
   * result has none until they arrive.
   */
  of(runId: string): Marks {
    if (this.runId !== runId) {
      this.runId = runId;
      this.marks = noMarks;
      void this.read();
    }
    return this.marks;
  }

  /** Reads the marks again, since another window may have changed them. */
  async read(): Promise<void> {
    const { runId } = this;
    if (runId !== undefined) await this.request(runId, () => this.host.sendRequest(marksRequest, { runId }));
  }

  /** Marks images of a set; null removes their marks. The change can be undone. */
  async mark(runId: string, set: ImageSet, indices: readonly number[], mark: Mark | null): Promise<void> {
    let before: MarkChange[] = [];
    const changes = () => {
      before = indices.map((index): MarkChange => [index, this.markOf(set, index)]);
      return indices.map((index): MarkChange => [index, mark]);
    };
    if (!(await this.change(runId, set, changes))) return;
    this.undoable.push({ runId, set, before, given: mark });
    if (this.undoable.length > mostUndone) this.undoable.shift();
    this.changed();
  }

  get canUndo(): boolean {
    return this.undoable.some(({ runId }) => runId === this.runId);
  }

  /**
   * Undoes the latest marking of images in the run of the last call of {@link of}: the images get the marks that they
   * had before. Images whose mark has been changed since, such as by another window, keep it.
   */
  async undo(): Promise<void> {
    const at = this.undoable.findLastIndex(({ runId }) => runId === this.runId);
    const [undone] = at < 0 ? [] : this.undoable.splice(at, 1);
    if (!undone) return;
    const { runId, set, before, given } = undone;
    const changes = () => before.filter(([index]) => this.markOf(set, index) === given);
    if (!(await this.change(runId, set, changes))) this.undoable.push(undone);
  }

  private markOf(set: ImageSet, index: number): Mark | null {
    return this.marks[set][index] ?? null;
  }

  /**
   * Changes marks.
   * @param changesNow returns the changes; called once earlier requests are answered
   * @returns whether the marks were changed; if not, {@link problem} states why
   */
  private async change(
    runId: string,
    set: ImageSet,
    changesNow: () => readonly MarkChange[],
  ): Promise<boolean> {
    let changes: readonly MarkChange[] = [];
    const isDone = await this.request(runId, () => {
      changes = changesNow();
      return this.host.sendRequest(markRequest, {
        runId,
        set,
        changes: changes.map(([index, mark]): [number, Mark | null] => [index, mark]),
      });
    });
    if (isDone) this.last = { set, changes };
    this.changed();
    return isDone;
  }

  private request(runId: string, send: () => Promise<Marks>): Promise<boolean> {
    const done = this.latest.then(async () => {
      try {
        const marks = await send();
        if (runId === this.runId) this.marks = marks;
        this.problem = undefined;
        return true;
      } catch (error) {
        this.problem = (error as Error).message;
        return false;
      } finally {
        this.changed();
      }
    });
    this.latest = done;
    return done;
  }
}

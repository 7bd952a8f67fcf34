import type { MessageConnection } from "vscode-jsonrpc/browser";
import type { ImageSet } from "../../src/datasets/datasets";
import { markRequest, marksRequest } from "../../src/protocol/marksProtocol";
import { type Mark, type MarkChange, type Marks, noMarks } from "../../src/runs/marks";

/** Changes of marks that can be undone. */
interface Undoable {
  runId: string;
  set: ImageSet;
  before: readonly MarkChange[];
}

/** Most changes that can be undone. */
const mostUndone = 200;

/** The marks of the images of a run's data set. The host keeps them; other windows may change them, too. */
export class MarksStore {
  /** What was changed last, and why something was not, for the view to tell. */
  last: { set: ImageSet; changes: readonly MarkChange[] } | undefined;
  problem: string | undefined;
  private marks: Marks = noMarks;
  private runId: string | undefined;
  private readonly undoable: Undoable[] = [];
  /** The latest request. Each is sent when the one before is answered. */
  private latest: Promise<unknown> = Promise.resolve();

  /** @param changed called when there is something new to draw */
  constructor(
    private readonly host: MessageConnection,
    private readonly changed: () => void,
  ) {}

  /** The marks of the data set of a run; none while they are read. */
  of(runId: string): Marks {
    if (this.runId !== runId) {
      this.runId = runId;
      this.marks = noMarks;
      void this.read();
    }
    return this.marks;
  }

  /** Reads the marks again, which another window may have changed. */
  async read(): Promise<void> {
    const { runId } = this;
    if (runId !== undefined) await this.request(runId, () => this.host.sendRequest(marksRequest, { runId }));
  }

  /** Marks images; null removes their marks. */
  async mark(runId: string, set: ImageSet, indices: readonly number[], mark: Mark | null): Promise<void> {
    const changes = indices.map((index): MarkChange => [index, mark]);
    let before: MarkChange[] = [];
    const look = () => {
      before = indices.map((index): MarkChange => [index, this.marks[set][index] ?? null]);
    };
    if (!(await this.change(runId, set, changes, look))) return;
    this.undoable.push({ runId, set, before });
    if (this.undoable.length > mostUndone) this.undoable.shift();
    this.changed();
  }

  get canUndo(): boolean {
    return this.undoable.some(({ runId }) => runId === this.runId);
  }

  /** Gives the images that were marked last the marks that they had before. */
  async undo(): Promise<void> {
    const at = this.undoable.findLastIndex(({ runId }) => runId === this.runId);
    const [undone] = at < 0 ? [] : this.undoable.splice(at, 1);
    if (undone && !(await this.change(undone.runId, undone.set, undone.before))) this.undoable.push(undone);
  }

  /** @param look called once earlier requests are answered */
  private async change(
    runId: string,
    set: ImageSet,
    changes: readonly MarkChange[],
    look: () => void = () => {},
  ): Promise<boolean> {
    const isDone = await this.request(runId, () => {
      look();
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

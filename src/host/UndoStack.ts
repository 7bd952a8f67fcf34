/** Largest number of changes that can be undone. */
const most = 50;

export type Undo = () => Promise<void>;

/** The changes of runs that this window can undo. */
export class UndoStack {
  private readonly changes: Undo[] = [];

  push(undo: Undo): void {
    this.changes.push(undo);
    if (this.changes.length > most) this.changes.shift();
  }

  /**
   * Undoes the latest change, or the given one. A change is undone at most once.
   * @returns whether there was a change to undo
   */
  async undo(change = this.changes.at(-1)): Promise<boolean> {
    const index = change ? this.changes.indexOf(change) : -1;
    if (!change || index === -1) return false;
    this.changes.splice(index, 1);
    await change();
    return true;
  }
}

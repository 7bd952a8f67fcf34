import { join } from "node:path";
import { deleteRun, restoreRun } from "../liveness/trash";

/** Moves runs into the trash and back. Keeps the ids of those that this window has moved there and not brought back. */
export class OwnTrash {
  /** The ids of the runs before they were moved, by the runs folder and the id in the trash. */
  private readonly moved = new Map<string, string>();

  /** Ids of the runs that this window has moved into the trash and not brought back. */
  get ids(): ReadonlySet<string> {
    return new Set(this.moved.values());
  }

  /** @returns the run's id in the trash @throws what {@link deleteRun} throws */
  async delete(runsFolder: string, id: string): Promise<string> {
    const trashed = await deleteRun(runsFolder, id);
    this.moved.set(join(runsFolder, trashed), id);
    return trashed;
  }

  /** @param trashed the run's id in the trash @throws what {@link restoreRun} throws */
  async restore(runsFolder: string, trashed: string): Promise<void> {
    await restoreRun(runsFolder, trashed);
    this.moved.delete(join(runsFolder, trashed));
  }
}

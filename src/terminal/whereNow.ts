import { holdFolder } from "../files/HeldFolder";
import { openRun } from "../runs/runsFolder";

/**
 * Where a run's folder is at a later time, as far as this system tells of one that gets another name.
 * @param folder a path, which stays the answer while nothing has moved
 */
export function whereNow(folder: string): () => string {
  try {
    const held = holdFolder(openRun(folder));
    const { path } = held;
    return () => (held.path === path ? folder : held.path);
  } catch {
    return () => folder;
  }
}

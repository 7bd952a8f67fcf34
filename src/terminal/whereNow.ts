import { holdFolder } from "../files/HeldFolder";
import { openRun } from "../runs/runsFolder";

/**
 * Returns a function that gives the present path of a run's folder. On Linux, the function also finds a renamed folder.
 * @param folder a path; the function returns it unchanged while the folder has not moved, or if it cannot be opened
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

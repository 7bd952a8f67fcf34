import { basename, relative, resolve, sep } from "node:path";
import { checkpointsFolder } from "../runs/checkpointFile";

/**
 * Returns the name that a run's log gives a checkpoint: a path relative to the run's folder.
 * @param folder the run's folder
 * @param given the name in the log, the file name, or the path of the checkpoint
 */
export function checkpointName(folder: string, given: string): string {
  const path = resolve(given);
  if (path.startsWith(folder + sep)) return relative(folder, path).split(sep).join("/");
  return basename(given) === given ? `${checkpointsFolder}/${given}` : given;
}

import { basename, relative, resolve, sep } from "node:path";
import { checkpointsFolder } from "../runs/checkpointFile";

/**
 * Returns the name of a checkpoint in the run's log: the checkpoint's path relative to the run's folder, with slashes.
 * A path outside of the run's folder is returned unchanged.
 * @param folder absolute path of the run's folder
 * @param given what the user wrote: the name in the log, the file name, or the path of the checkpoint
 */
export function checkpointName(folder: string, given: string): string {
  const path = resolve(given);
  if (path.startsWith(folder + sep)) return relative(folder, path).split(sep).join("/");
  return basename(given) === given ? `${checkpointsFolder}/${given}` : given;
}

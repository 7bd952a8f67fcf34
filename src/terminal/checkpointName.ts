import { basename, relative, resolve, sep } from "node:path";
import { checkpointsFolder } from "../runs/checkpointFile";

/** A checkpoint as its run's log names it. @param given this name, the file name, or the path */
export function checkpointName(folder: string, given: string): string {
  const path = resolve(given);
  if (path.startsWith(folder + sep)) return relative(folder, path).split(sep).join("/");
  return basename(given) === given ? `${checkpointsFolder}/${given}` : given;
}

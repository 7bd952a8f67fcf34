import { basename, dirname } from "node:path";
import { openFolder } from "./ensureFolder";

/**
 * A text that differs for each build of a program.
 * @param path the program's file
 */
export function buildOf(path: string): string {
  const { size, mtimeNs } = openFolder(dirname(path)).look(basename(path)) ?? {};
  return `${path} ${size} ${mtimeNs}`;
}

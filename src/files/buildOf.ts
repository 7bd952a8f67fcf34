import { basename, dirname } from "node:path";
import { openFolder } from "./ensureFolder";

/**
 * A text that differs for each build of a program: path, size and modification time of its file.
 * @param path the program's file
 * @throws Error of the file system if the file's folder does not exist
 */
export function buildOf(path: string): string {
  const { size, mtimeNs } = openFolder(dirname(path)).look(basename(path)) ?? {};
  return `${path} ${size} ${mtimeNs}`;
}

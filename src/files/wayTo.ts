import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** The folders on an absolute path, the outermost first, and the path itself. */
export function wayTo(path: string): string[] {
  const outer = dirname(path);
  return outer === path ? [path] : [...wayTo(outer), path];
}

/** The path itself if there is something at it, else the innermost folder around it that exists; absolute. */
export function existingPart(path: string): string {
  return wayTo(resolve(path)).findLast((place) => existsSync(place))!;
}

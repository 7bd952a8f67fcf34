import { dirname } from "node:path";

/** The folders on an absolute path, the outermost first, and the path itself. */
export function wayTo(path: string): string[] {
  const outer = dirname(path);
  return outer === path ? [path] : [...wayTo(outer), path];
}

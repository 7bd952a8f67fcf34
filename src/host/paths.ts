import { isAbsolute, join, resolve } from "node:path";

/**
 * The folder that a path in the settings means: `~` is the home folder, and a relative path
 * starts from `base`, or from the home folder where there is none.
 */
export function folderFromSetting(path: string, base: string | undefined, home: string): string {
  const trimmed = path.trim();
  if (trimmed === "~") return home;
  if (/^~[/\\]/.test(trimmed)) return join(home, trimmed.slice(2));
  return isAbsolute(trimmed) ? trimmed : resolve(base ?? home, trimmed);
}

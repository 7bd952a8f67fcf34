import { readFileSync } from "node:fs";
import { sep } from "node:path";

/**
 * Whether a mere look at a path would have the system connect to another machine, which such a path can name. Looks at
 * nothing but the system's list of mounts; false where there is none.
 */
export function isAutomounted(path: string): boolean {
  return typeOfMount(path) === "autofs";
}

/** Of the file system that a path without links is in. */
function typeOfMount(path: string): string | undefined {
  let found: { length: number; type: string | undefined } = { length: 0, type: undefined };
  for (const line of mounts().split("\n")) {
    const [place, type] = [line.split(" ")[4], line.split(" - ")[1]?.split(" ")[0]];
    if (place === undefined) continue;
    const mount = unescaped(place);
    const isIn = path === mount || path.startsWith(mount.endsWith(sep) ? mount : mount + sep);
    // Of several at one place the last one is on top.
    if (isIn && mount.length >= found.length) found = { length: mount.length, type };
  }
  return found.type;
}

function mounts(): string {
  try {
    return readFileSync("/proc/self/mountinfo", "utf8");
  } catch {
    return "";
  }
}

/** The system writes spaces and backslashes as octal numbers. */
function unescaped(place: string): string {
  return place.replace(/\\([0-7]{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)));
}

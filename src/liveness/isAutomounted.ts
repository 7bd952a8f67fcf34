import { readFileSync } from "node:fs";
import { sep } from "node:path";

/**
 * Whether a path is in an automount point (type autofs) that is not mounted yet, so that an access would mount it.
 * False for a mounted network disk, such as NFS. Reads the system's list of mounts only; false where there is no such
 * list.
 */
export function isAutomounted(path: string): boolean {
  return typeOfMount(path) === "autofs";
}

/** The type of the file system that holds a path without links; undefined where the system has no list of mounts. */
function typeOfMount(path: string): string | undefined {
  let found: { length: number; type: string | undefined } = { length: 0, type: undefined };
  for (const line of mounts().split("\n")) {
    const [place, type] = [line.split(" ")[4], line.split(" - ")[1]?.split(" ")[0]];
    if (place === undefined) continue;
    const mount = unescaped(place);
    const isIn = path === mount || path.startsWith(mount.endsWith(sep) ? mount : mount + sep);
    // Of several mounts at one path, the last one is in use.
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

/** Decodes a path in the list of mounts, which has spaces, backslashes and control characters as octal numbers. */
function unescaped(place: string): string {
  return place.replace(/\\([0-7]{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)));
}

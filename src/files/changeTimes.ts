import { statfsSync } from "node:fs";

/**
 * The types that `statfs` returns on Linux for the file systems that set a file's change time (ctime) at every change
 * and let no program set it: ext, Btrfs, XFS, tmpfs, overlay, ZFS and F2FS.
 */
const withChangeTimes = new Set([
  0xef53, 0x9123683e, 0x58465342, 0x01021994, 0x794c7630, 0x2fc12fc1, 0xf2f52010,
]);

/**
 * True if the file system of the folder `path` sets a file's change time at every change of the file. False if this is
 * not known.
 */
export function hasChangeTimes(path: string): boolean {
  try {
    return withChangeTimes.has(statfsSync(path).type);
  } catch {
    return false;
  }
}

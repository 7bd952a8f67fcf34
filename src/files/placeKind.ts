import { stat } from "node:fs/promises";
import { isAbsence } from "./readTrouble";

/**
 * What is at a path, with links followed: a folder, a file, another thing (a pipe, a socket, a device, or a path that
 * goes through a file), or nothing. Undefined where this cannot be found out, for example without permission.
 */
export async function kindOfPlace(path: string): Promise<"folder" | "file" | "other" | "absent" | undefined> {
  try {
    const stats = await stat(path);
    return stats.isDirectory() ? "folder" : stats.isFile() ? "file" : "other";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return "other";
    return isAbsence(error) ? "absent" : undefined;
  }
}

import { lstatSync, realpathSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import { isAbsence } from "../files/readTrouble";
import { wayTo } from "../files/wayTo";
import { isAutomounted } from "./isAutomounted";

/** The environment variable that names the directory for temporary files. */
const VARIABLE = process.platform === "win32" ? "TEMP" : "TMPDIR";

/**
 * The system's directory for temporary files, without links in its path.
 * @throws Error if it is missing or no directory, or another user can replace its content; the message is a clause
 */
export function temporaryDirectory(): string {
  const named = tmpdir();
  let real: string;
  try {
    real = realpathSync(named);
  } catch (error) {
    throw unusable(named, isAbsence(error) ? l10n.t("it does not exist") : explainDiskTrouble(error).reason);
  }
  if (!statSync(real).isDirectory()) throw unusable(named, explainDiskTrouble("ENOTDIR").reason);
  if (canOthersReplaceIn(real))
    throw new Error(
      l10n.t(
        "other users can replace files in the temporary directory {0}; set TMPDIR to a directory that only you can write",
        real,
      ),
    );
  return real;
}

/** The error for a temporary directory in which no runtime directory can be made. The message is a clause. */
export function takesNoFiles(directory: string): Error {
  return unusable(directory, l10n.t("it takes no files"));
}

function unusable(directory: string, reason: string): Error {
  return new Error(
    l10n.t(
      "the temporary directory {0} cannot be used ({1}); set {2} to a directory that only you can write",
      directory,
      reason,
      VARIABLE,
    ),
  );
}

/** True if a directory is the temporary directory of this process, and {@link temporaryDirectory} accepts it. */
export function isTemporaryDirectory(path: string): boolean {
  try {
    return path === temporaryDirectory();
  } catch {
    return false;
  }
}

/**
 * True if a directory can be the temporary directory of another process of this user: its path has no link, and no
 * other user can replace it or its content. A terminal and an editor often have different values of TMPDIR. On Windows,
 * only the temporary directory of this process counts.
 *
 * The path may come from another user's file, and the check must not cause a disk to be mounted. Each folder on the
 * path is therefore checked before the next one, and none is accessed if {@link isAutomounted} finds an automount
 * point.
 */
export function canBeTemporaryDirectory(path: string): boolean {
  if (process.platform === "win32") return isTemporaryDirectory(path);
  try {
    if (path !== resolve(path) || isAutomounted(path)) return false;
    return wayTo(path).every((folder) => lstatSync(folder).isDirectory() && !canOthersReplaceIn(folder));
  } catch {
    return false;
  }
}

function canOthersReplaceIn(folder: string): boolean {
  // On Windows each user has a directory for temporary files, and file modes have no meaning.
  if (process.platform === "win32") return false;
  const { uid, mode } = statSync(folder);
  const isOwnedByOther = uid !== 0 && uid !== process.geteuid?.();
  const isWritableByOthers = (mode & 0o022) !== 0;
  const isSticky = (mode & 0o1000) !== 0;
  return isOwnedByOther || (isWritableByOthers && !isSticky);
}

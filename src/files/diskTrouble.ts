import { accessSync, constants } from "node:fs";
import { dirname, resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { isAbsence, isDenial, meaningOf } from "./readTrouble";
import { UnsafeFileError } from "./UnsafeFileError";
import { wayTo } from "./wayTo";

const { W_OK, X_OK } = constants;

/** Meanings of the usual errors on writing, by error code, with a remedy where one is known. */
const meanings: Readonly<Record<string, readonly [what: string, remedy?: string]>> = {
  ENOSPC: [l10n.t("the disk is full"), l10n.t("free some space")],
  EDQUOT: [l10n.t("the disk quota is used up"), l10n.t("free some space")],
  EFBIG: [l10n.t("the file would be longer than is allowed"), l10n.t("raise the limit to a file's size")],
  EACCES: [l10n.t("permission is denied"), l10n.t("make it writable")],
  EPERM: [l10n.t("permission is denied"), l10n.t("make it writable")],
  EROFS: [l10n.t("its file system is read-only"), l10n.t("make it writable")],
  ENOENT: [l10n.t("its folder is not there"), l10n.t("put that back")],
  ENOTDIR: [l10n.t("what is there is no folder")],
  ENAMETOOLONG: [meaningOf("ENAMETOOLONG")!, l10n.t("use shorter names on its path")],
  EISDIR: [l10n.t("a folder is in its place"), l10n.t("move that one away")],
  EIO: [l10n.t("the disk reports an error"), l10n.t("check the disk")],
  EBUSY: [l10n.t("it is mounted or in use"), l10n.t("unmount it, or end what uses it")],
  EXDEV: [
    l10n.t("a folder cannot be moved to another file system or out of a container's image"),
    l10n.t("move it with a command that copies, such as mv"),
  ],
};

/** Why an access to a file or folder failed, in words for a sentence, and the remedy where one is known. */
export interface DiskTrouble {
  reason: string;
  remedy: string | undefined;
}

/**
 * Explains why an access to a file or folder failed.
 * @param problem an error, or an error code. An error without a code is explained by its message
 * @param folders the folders that the access changes, or in which it makes a missing folder. If a permission is missing
 * for one of them or for a folder above it, the remedy names the folder that lacks the permission, unless that is the
 * `subject`
 * @param subject the path that the sentence around the remedy is about
 */
export function explainDiskTrouble(
  problem: unknown,
  folders: readonly string[] = [],
  subject?: string,
): DiskTrouble {
  if (problem instanceof UnsafeFileError) return { reason: problem.message, remedy: problem.remedy };
  const code = typeof problem === "string" ? problem : (problem as NodeJS.ErrnoException).code;
  if (code === undefined) {
    const text = problem instanceof Error ? problem.message : String(problem);
    return { reason: text.replace(/\.$/, ""), remedy: undefined };
  }
  const [what = meaningOf(code), remedy] = meanings[code] ?? [];
  const reason = what ? `${what}, ${code}` : code;
  const refusing = isDenial(problem) ? refusingFolder(folders) : undefined;
  if (refusing === undefined || refusing === subject) return { reason, remedy };
  return { reason, remedy: l10n.t("make {0} writable", refusing) };
}

/**
 * The first folder for which this user lacks a permission; undefined if there is none. On the path of each of
 * `folders`, the user needs the permission to enter every folder, and to change the last one that exists.
 */
function refusingFolder(folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    const way = wayTo(resolve(folder));
    const refusing = way.find((place) => isDenial(errorOfAccess(place, X_OK)));
    if (refusing !== undefined) return refusing;
    const present = way.findLast((place) => !isAbsence(errorOfAccess(place, X_OK)))!;
    if (isDenial(errorOfAccess(present, W_OK))) return present;
  }
  return undefined;
}

function errorOfAccess(path: string, mode: number): unknown {
  try {
    accessSync(path, mode);
    return undefined;
  } catch (error) {
    return error;
  }
}

/**
 * One sentence: `PATH cannot be written (the disk is full, ENOSPC); free some space.` It ends before the semicolon
 * where no remedy is known. If the folder of PATH may not be changed, the sentence names the folder.
 * @param problem as in {@link explainDiskTrouble}
 */
export function cannotBeWritten(path: string, problem: unknown): string {
  const { reason, remedy } = explainDiskTrouble(problem, [dirname(path)]);
  return remedy === undefined
    ? l10n.t("{0} cannot be written ({1}).", path, reason)
    : l10n.t("{0} cannot be written ({1}); {2}.", path, reason, remedy);
}

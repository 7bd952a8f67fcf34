import { lstat, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { wayTo } from "./wayTo";

/** Meanings of the usual errors on reading, by error code. */
const meanings: Readonly<Record<string, string>> = {
  EACCES: l10n.t("permission is denied"),
  EPERM: l10n.t("permission is denied"),
  ELOOP: l10n.t("its links lead in a circle"),
  ENAMETOOLONG: l10n.t("the name is longer than the file system allows"),
  ENOTDIR: l10n.t("a file is where a folder should be"),
  EISDIR: l10n.t("a folder is where a file should be"),
  EIO: l10n.t("the disk reports an error"),
  EMFILE: l10n.t("too many files are open"),
  ENFILE: l10n.t("too many files are open"),
  ESTALE: l10n.t("the network disk no longer has it"),
  ENOTCONN: l10n.t("the network disk is not connected"),
  EHOSTDOWN: l10n.t("the network disk does not answer"),
  ETIMEDOUT: l10n.t("the network disk does not answer"),
};

/** What a usual error on reading means, in words; undefined for any other code. */
export function meaningOf(code: string): string | undefined {
  return meanings[code];
}

/** Whether an error of the file system means that nothing exists at the path. */
export function isAbsence(error: unknown): boolean {
  return codeOf(error) === "ENOENT";
}

/** True if an error of the file system means that a permission is missing. */
export function isDenial(error: unknown): boolean {
  const code = codeOf(error);
  return code === "EACCES" || code === "EPERM";
}

/**
 * Why a file or folder cannot be read, in words for a sentence, with the place on its path where the access fails:
 * `permission is denied (EACCES) on /x/y`. An error without a code is explained by its message.
 * @param error the error of reading `path`
 */
export async function explainReadTrouble(path: string, error: unknown): Promise<string> {
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error ? error.message : String(error);
  const meaning = meanings[code];
  const reason = meaning ? `${meaning} (${code})` : code;
  return l10n.t("{0} on {1}", reason, await placeOfRefusal(resolve(path), code));
}

/**
 * Finds the place on a path that causes the error `code`. The places on the path are examined with `stat`, the
 * outermost first. The cause is the first place for which `stat` fails with `code`, or its parent if that is a file or
 * a folder that may not be entered.
 * @returns the path of the cause; `path` if `stat` fails with `code` for no place
 */
async function placeOfRefusal(path: string, code: string): Promise<string> {
  for (const place of wayTo(path)) {
    const answer = await stat(place).then(() => undefined, codeOf);
    if (answer !== code) continue;
    // EACCES is due to the parent folder of the place, unless `lstat` succeeds: then the place is a link whose target
    // is refused.
    const isRefusedByFolder =
      code === "EACCES" && (await lstat(place).then(() => undefined, codeOf)) === code;
    return code === "ENOTDIR" || isRefusedByFolder ? dirname(place) : place;
  }
  return path;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

import * as l10n from "@vscode/l10n";
import type { Folder } from "../files/Folder";
import { remedyOfUnreadable, whyUnreadable } from "../files/openFile";
import { advised } from "../text/sentences";
import { isUtf16, sampledBytes } from "./fileText";
import { hasRemains } from "./remains";
import { goneRun, LOG, RECORD } from "./runFiles";
import { openRun, runExists } from "./runsFolder";

/** The folder does not hold a run that can be read. The message is one sentence for the user. */
export class NoRunError extends Error {
  override name = "NoRunError";
}

/** The error about a folder in which neither `run.json` nor the log describes a run. */
export function noRun(path: string): NoRunError {
  return new NoRunError(runExists(path) ? whyNoRun(path) : goneRun(path));
}

function whyNoRun(path: string): string {
  try {
    const folder = openRun(path);
    const [record, log] = [RECORD, LOG].map((name) => lookAtFile(folder, name));
    if (record === "missing" && log === "missing" && hasRemains(folder))
      return l10n.t(
        "The run in {0} cannot be read: it has neither {1} nor {2}; put one of them back.",
        path,
        RECORD,
        LOG,
      );
    if (record === "UTF-16" && log === "UTF-16")
      return l10n.t(
        "The run in {0} cannot be read: {1} and {2} are UTF-16 text; save them as UTF-8.",
        path,
        RECORD,
        LOG,
      );
    if (record === "UTF-16" || log === "UTF-16")
      return l10n.t(
        "The run in {0} cannot be read: {1} is UTF-16 text; save it as UTF-8.",
        path,
        record === "UTF-16" ? RECORD : LOG,
      );
    const refused = [record, log].findIndex((one) => one instanceof Error);
    if (refused !== -1) return whyFileRefused(path, [RECORD, LOG][refused]!, [record, log][refused]);
  } catch {
    // The folder has just been removed, or cannot be opened.
  }
  return l10n.t("The folder {0} holds no run that this version can read.", path);
}

/** One sentence about a run that cannot be read, since one of its files cannot be opened. */
export function whyFileRefused(path: string, file: string, error: unknown): string {
  const reason = whyUnreadable(error);
  return advised(
    l10n.t("The run in {0} cannot be read: {1} cannot be opened ({2}).", path, file, reason),
    remedyOfUnreadable(error),
  );
}

/** Whether a file is missing or is UTF-16 text. If the file cannot be read, returns the error. */
function lookAtFile(folder: Folder, name: string): "missing" | "UTF-16" | "other" | Error {
  try {
    if (!folder.look(name)) return "missing";
    return isUtf16(folder.readBeginning(name, sampledBytes)) ? "UTF-16" : "other";
  } catch (error) {
    return error as Error;
  }
}

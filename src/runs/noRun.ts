import * as l10n from "@vscode/l10n";
import type { Folder } from "../files/Folder";
import { remedyOfUnreadable, whyUnreadable } from "../files/openFile";
import { advised } from "../text/sentences";
import { type ForeignText, foreignText, sampledBytes } from "./fileText";
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
    const foreign = [record, log].find(isForeign);
    if (foreign && record === log)
      return l10n.t(
        "The run in {0} cannot be read: {1} is {3}, and so is {2}; {4}.",
        path,
        RECORD,
        LOG,
        foreign.what,
        foreign.remedyOfBoth ?? foreign.remedy,
      );
    if (foreign)
      return l10n.t(
        "The run in {0} cannot be read: {1} is {2}; {3}.",
        path,
        foreign === record ? RECORD : LOG,
        foreign.what,
        foreign.remedy,
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

type Looked = "missing" | "other" | ForeignText | Error;

function isForeign(looked: Looked | undefined): looked is ForeignText {
  return typeof looked === "object" && !(looked instanceof Error);
}

/** Whether a file is missing or is a foreign text. If the file cannot be read, returns the error. */
function lookAtFile(folder: Folder, name: string): Looked {
  try {
    if (!folder.look(name)) return "missing";
    return foreignText(folder.readBeginning(name, sampledBytes)) ?? "other";
  } catch (error) {
    return error as Error;
  }
}

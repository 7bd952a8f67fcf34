/** Reads and changes `labels.json` in a run's folder. */
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as l10n from "@vscode/l10n";
import { cannotBeWritten } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { withLock } from "../files/lock";
import { remedyOfUnreadable, whyUnreadable } from "../files/openFile";
import { isAbsence, isDenial } from "../files/readTrouble";
import { advised } from "../text/sentences";
import { foreignPart, foreignText, textOf } from "./fileText";
import { composedLabels, decodeLabels, encodeLabels, noLabels, type RunLabels, runName } from "./labels";
import { readRecord } from "./RunRecord";
import { LABELS, LABELS_LOCK, longestLabels } from "./runFiles";
import { openRun } from "./runsFolder";

/**
 * The labels of a run. If they cannot be read, `labels` is {@link noLabels}, and `problem` is one sentence about it.
 */
export interface LabelsReading {
  labels: RunLabels;
  problem?: string;
  failure?: LabelsFailure;
}

/** Why `labels.json` cannot be read. */
export interface LabelsFailure {
  /** A clause after the name of the file: `is UTF-16 text`. */
  what: string;
  /** Advice for the user, as the end of a sentence; undefined where none is known. */
  remedy: string | undefined;
  /** Whether this user may not read the file. */
  isDenied: boolean;
}

/** Reads `labels.json` of a run's folder. Never throws. */
export function readLabels(folder: Folder): LabelsReading {
  let bytes: Buffer;
  try {
    bytes = folder.read(LABELS, longestLabels);
  } catch (error) {
    if (isAbsence(error)) return { labels: noLabels };
    const reason = whyUnreadable(error);
    const remedy = remedyOfUnreadable(error);
    const problem = advised(l10n.t("labels.json cannot be read ({0}): {1}.", reason, instead), remedy);
    const what = l10n.t("cannot be read ({0})", reason);
    return { labels: noLabels, problem, failure: { what, remedy, isDenied: isDenial(error) } };
  }
  const foreign = foreignText(bytes);
  if (foreign) {
    const problem = foreignPart(LABELS, foreign, instead);
    const failure = { what: l10n.t("is {0}", foreign.what), remedy: foreign.remedy, isDenied: false };
    return { labels: noLabels, problem, failure };
  }
  try {
    return { labels: decodeLabels(textOf(bytes)) };
  } catch {
    const problem = l10n.t("labels.json is damaged or of another version: {0}.", instead);
    const what = l10n.t("is damaged or of another version, so that its content would be lost");
    const remedy = l10n.t("correct or remove the file");
    return { labels: noLabels, problem, failure: { what, remedy, isDenied: false } };
  }
}

const instead = l10n.t("the run is shown without its name, tags and note");

/**
 * The name of the run whose folder is `folder`. If neither `labels.json` nor `run.json` holds a name, the name of
 * the folder.
 * @throws UnsafeFileError, or Error of the file system, if the folder cannot be opened
 */
export async function readRunName(folder: string): Promise<string> {
  const { record } = await readRecord(folder);
  return runName(readLabels(openRun(folder)).labels, record?.name ?? basename(folder));
}

/**
 * Changes the labels of a run, also while the run trains. Changes by several processes are made one after another.
 * @param change returns the new labels. Called once under the lock, if the labels can be read. May throw LabelsError
 * @returns the new labels
 * @throws LabelsError if the content of `labels.json` cannot be read and would be lost; Error with a one-sentence
 * message if the file cannot be written
 */
export async function changeLabels(
  run: string,
  change: (labels: RunLabels) => RunLabels,
): Promise<RunLabels> {
  const path = join(run, LABELS);
  try {
    const folder = openRun(run);
    return await withLock(folder, LABELS_LOCK, () => {
      const { labels, failure } = readLabels(folder);
      if (failure) {
        const unchanged = l10n.t("Nothing is written to {0}, since it {1}.", path, failure.what);
        throw new LabelsError(advised(unchanged, failure.remedy));
      }
      const changed = composedLabels(change(labels));
      if (!isDeepStrictEqual(changed, labels)) folder.replace(LABELS, encodeLabels(changed));
      return changed;
    });
  } catch (error) {
    throw error instanceof LabelsError ? error : new Error(cannotBeWritten(path, error));
  }
}

/** The labels of a run are not changed. The message is one sentence for the user. */
export class LabelsError extends Error {
  override name = "LabelsError";
}

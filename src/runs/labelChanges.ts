/** A user's changes of the labels of runs, in the terminal and in the editor. */
import { basename, dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as l10n from "@vscode/l10n";
import { composed } from "../text/sameText";
import { inName } from "./inert";
import { mostOfLabels, type RunLabels, takenIn } from "./labels";
import { changeLabels, LabelsError } from "./labelsFile";
import { numbered } from "./namePattern";
import { holdingNames } from "./nameRun";
import { openRunsFolder } from "./runsFolder";

/**
 * Changes the name of a run.
 * @param given null for no name; the run is then shown by the time at which it was made
 * @returns the new labels
 * @throws LabelsError if `given` is the name or the id of another run of the runs folder; Error with a one-sentence
 * message if the lock of the names cannot be used; what {@link changeLabels} throws
 */
export async function renameRun(run: string, given: string | null): Promise<RunLabels> {
  const name = given && composed(given);
  const rename = () => changeLabels(run, (labels) => ({ ...labels, name }));
  if (name === null) return rename();
  return holdingNames(openRunsFolder(dirname(run)), (given) => {
    const owner = takenIn(given, basename(run)).get(name);
    if (owner === undefined) return rename();
    throw new LabelsError(
      composed(owner) === name
        ? l10n.t("{0} is the id of another run; choose another name.", inName(name))
        : l10n.t("The name {0} belongs to the run {1}; choose another one.", inName(name), inName(owner)),
    );
  });
}

/**
 * Adds a number to a run's name if the name is also the name or the id of another run of the runs folder.
 * @throws what {@link holdingNames} and {@link changeLabels} throw
 */
export async function renameIfTaken(run: string): Promise<void> {
  await holdingNames(openRunsFolder(dirname(run)), async (given) => {
    const name = given.get(basename(run))?.name;
    const taken = new Set(takenIn(given, basename(run)).keys());
    if (!name || !taken.has(name)) return;
    await changeLabels(run, (labels) => ({ ...labels, name: numbered(name, taken) }));
  });
}

/**
 * Undoes a change of a run's labels. A label that was changed again after this change is not undone.
 * @param before the labels before the change
 * @param after the labels after the change
 * @returns the new labels
 * @throws what {@link renameRun} throws
 */
export async function undoChange(run: string, before: RunLabels, after: RunLabels): Promise<RunLabels> {
  const labels = await changeLabels(run, (now) => ({ ...undone(now, before, after), name: now.name }));
  const { name } = undone(labels, before, after);
  return name === labels.name ? labels : renameRun(run, name);
}

function undone(now: RunLabels, before: RunLabels, after: RunLabels): RunLabels {
  const keys = Object.keys(now) as (keyof RunLabels)[];
  const entries = keys.map((key) => [key, isDeepStrictEqual(now[key], after[key]) ? before[key] : now[key]]);
  return Object.fromEntries(entries) as RunLabels;
}

/**
 * The labels after the tags in `added` are added and then the tags in `removed` are removed.
 * @throws LabelsError for too many tags
 */
export function withTags(labels: RunLabels, added: readonly string[], removed: readonly string[]): RunLabels {
  const gone = removed.map(composed);
  const tags = [...new Set([...labels.tags, ...added.map(composed)])].filter((tag) => !gone.includes(tag));
  if (tags.length > mostOfLabels.tags)
    throw new LabelsError(l10n.t("A run can have at most {0} tags.", mostOfLabels.tags));
  return { ...labels, tags };
}

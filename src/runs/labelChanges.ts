/** A user's changes of the labels of runs, in the terminal and in the editor. */
import { basename, dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as l10n from "@vscode/l10n";
import { inName } from "./inert";
import { mostOfLabels, type RunLabels } from "./labels";
import { changeLabels, LabelsError } from "./labelsFile";
import { namesIn } from "./nameRun";
import { openRunsFolder } from "./runsFolder";

/**
 * Changes the name of a run.
 * @param name null for no name; the run is then shown by the time at which it was made
 * @throws LabelsError where another run of the runs folder has the name; what {@link changeLabels} throws
 */
export async function renameRun(run: string, name: string | null): Promise<RunLabels> {
  const owner = name === null ? undefined : ownerOf(name, run);
  if (owner !== undefined)
    throw new LabelsError(
      l10n.t("The name {0} belongs to the run {1}; choose another one.", inName(name!), inName(owner)),
    );
  return changeLabels(run, (labels) => ({ ...labels, name }));
}

/**
 * Undoes a change of a run's labels. A label that was changed again since then stays.
 * @param before the labels before the change
 * @param after the labels after the change
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
 * The id of another run in the same runs folder that has the name; undefined where none has it.
 * @param run a run's folder
 */
export function ownerOf(name: string, run: string): string | undefined {
  const names = namesIn(openRunsFolder(dirname(run)));
  return [...names].find(([id, other]) => other === name && id !== basename(run))?.[0];
}

/**
 * The labels with some tags added, then some removed.
 * @throws LabelsError for too many tags
 */
export function withTags(labels: RunLabels, added: readonly string[], removed: readonly string[]): RunLabels {
  const tags = [...new Set([...labels.tags, ...added])].filter((tag) => !removed.includes(tag));
  if (tags.length > mostOfLabels.tags)
    throw new LabelsError(l10n.t("A run can have at most {0} tags.", mostOfLabels.tags));
  return { ...labels, tags };
}

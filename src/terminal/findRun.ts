/** Finds the run that an argument names. */
import { basename, dirname, join, resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { UnsafeFileError } from "../files/UnsafeFileError";
import { namesIn } from "../runs/nameRun";
import { holdsRun } from "../runs/RunRecord";
import { openRunsFolder } from "../runs/runsFolder";
import { allOf } from "../text/lists";
import { UsageError } from "./options";

/**
 * Finds a run by its folder; or, in the runs folder, by its id, its name or the beginning of its id.
 * @returns the run's folder
 * @throws UsageError, one line, where no run or more than one is meant
 */
export function findRun(given: string, runs: string): string {
  const places = [...new Set([resolve(given), resolve(runs, given)])];
  const place = places.find(holdsRun);
  if (place) return place;
  const folder = openIfThere(runs);
  const named = [...(folder ? namesIn(folder) : [])].flatMap(([id, name]) => (name === given ? [id] : []));
  const byName = oneOf(given, named);
  if (byName !== undefined) return join(runs, byName);
  const link = places.map(linkAt).find((path) => path !== undefined);
  if (link)
    throw new UsageError(
      l10n.t("{0} is a link, which is not followed; give the folder that it leads to.", link),
    );
  const byBeginning = oneOf(given, folder && idsFrom(given, runs, folder.names()));
  if (byBeginning !== undefined) return join(runs, byBeginning);
  const [first = "", second] = places;
  throw new UsageError(
    second === undefined
      ? l10n.t(
          "There is no run in {0}; give a run's folder, or its id or name as the command runs lists them.",
          first,
        )
      : l10n.t(
          "There is no run in {0} and none in {1}; give a run's folder, or its id or name as the command runs lists them.",
          first,
          second,
        ),
  );
}

/**
 * The only item that matches; undefined without a match.
 * @throws UsageError where there are more
 */
export function oneOf(given: string, ids: readonly string[] = []): string | undefined {
  if (ids.length <= 1) return ids[0];
  const most = 5;
  const shown = ids.slice(0, most);
  const listed = ids.length > most ? l10n.t("{0} and others", shown.join(", ")) : allOf(shown);
  throw new UsageError(l10n.t("{0} names several runs: {1}; give the id of one.", given, listed));
}

function idsFrom(beginning: string, runs: string, names: readonly string[]): string[] {
  if (beginning === "") return [];
  const ids = names.filter((name) => name.startsWith(beginning) && !name.startsWith("."));
  return ids.filter((id) => holdsRun(join(runs, id))).sort();
}

function openIfThere(runs: string) {
  try {
    return openRunsFolder(runs);
  } catch {
    // The sentence about a run that is not found follows.
    return undefined;
  }
}

/** The symbolic link in the place of a run or of the default runs folder around it. */
function linkAt(path: string): string | undefined {
  try {
    return openRunsFolder(dirname(path)).look(basename(path))?.isSymbolicLink() ? path : undefined;
  } catch (error) {
    return error instanceof UnsafeFileError && error.link === "symbolic" ? error.file : undefined;
  }
}

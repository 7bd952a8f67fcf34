import type { RunState } from "./RunState";

/** What tells a run from every other run. A new run can get the id of a deleted one, but not its time. */
export interface RunIdentity {
  /** The name of the run's folder. */
  id: string;
  /** When the run was made, as `run.json` states it; ISO 8601. */
  created: string;
}

/**
 * The parent of a fork. Undefined for a run that is no fork, and if the parent is missing: a run that has the parent's
 * id and was made at another time is another run. A fork of an earlier version does not record when its parent was
 * made, so that any run with the parent's id counts as its parent.
 * @param find returns the run with an id; undefined if there is none
 */
export function parentOf<R extends RunIdentity>(
  { parent }: Pick<RunState, "parent">,
  find: (id: string) => R | undefined,
): R | undefined {
  const run = parent && find(parent.id);
  if (!run || (parent.created !== undefined && parent.created !== run.created)) return undefined;
  return run;
}

import { parentOf } from "./parentOf";
import type { RunSummary } from "./RunStore";

/** Runs with their forks below them. */
export interface ForkTree {
  /** The runs that are below no other run. */
  roots: readonly RunSummary[];
  forksOf: (run: RunSummary) => readonly RunSummary[];
  parentOf: (run: RunSummary) => RunSummary | undefined;
}

/**
 * Arranges forks below their parents. A parent that does not come after its fork in the list is ignored, so that no run
 * is below itself.
 * @param runs newest first
 */
export function forkTree(runs: readonly RunSummary[]): ForkTree {
  const places = new Map(runs.map(({ id }, place) => [id, place]));
  const parents = new Map<string, RunSummary>();
  const forks = new Map<string, RunSummary[]>();
  const roots: RunSummary[] = [];
  for (const [place, run] of runs.entries()) {
    const parent = parentOf(run.state, (id) => runs[places.get(id) ?? -1]);
    if (!parent || places.get(parent.id)! <= place) roots.push(run);
    else {
      parents.set(run.id, parent);
      forks.set(parent.id, [...(forks.get(parent.id) ?? []), run]);
    }
  }
  return {
    roots,
    forksOf: ({ id }) => forks.get(id) ?? [],
    parentOf: ({ id }) => parents.get(id),
  };
}

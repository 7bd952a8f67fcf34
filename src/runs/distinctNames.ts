import { composed } from "../text/sameText";
import type { Run } from "./RunStore";

type Named = Pick<Run, "id" | "name">;

/** The ids of the runs with the name of another one of the runs, such as copies of a run's folder. */
export function namesakes(runs: readonly Named[]): ReadonlySet<string> {
  const ids = new Map<string, string[]>();
  for (const { id, name } of runs) ids.set(composed(name), [...(ids.get(composed(name)) ?? []), id]);
  return new Set([...ids.values()].filter(({ length }) => length > 1).flat());
}

/** The names of the runs, by run id. A name that several runs have is followed by the name of the run's folder. */
export function distinctNames(runs: readonly Named[]): ReadonlyMap<string, string> {
  const shared = namesakes(runs);
  return new Map(runs.map(({ id, name }) => [id, shared.has(id) && id !== name ? `${name} (${id})` : name]));
}

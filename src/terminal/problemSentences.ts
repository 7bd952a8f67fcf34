import * as l10n from "@vscode/l10n";
import type { RunSummary } from "../runs/RunStore";

/**
 * The problems of runs as sentences, for output that shows no problems below a run. Each sentence names the run, with
 * its id if another run has the same name.
 * @param shown runs of the output
 * @param leftOut runs that the filter leaves out
 * @param all the runs among which equal names are looked for
 */
export function problemSentences(
  shown: readonly RunSummary[],
  leftOut: readonly RunSummary[] = [],
  all: readonly RunSummary[] = [...shown, ...leftOut],
): string[] {
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sentences = (runs: readonly RunSummary[], about: (run: string, problem: string) => string) =>
    runs.flatMap(({ id, name, problems }) =>
      problems.map((problem) => about(counts.get(name)! > 1 ? `${name} (${id})` : name, problem)),
    );
  return [
    ...sentences(shown, (run, problem) => `${run}: ${problem}`),
    ...sentences(leftOut, (run, problem) => l10n.t("{0}, which --filter leaves out: {1}", run, problem)),
  ];
}

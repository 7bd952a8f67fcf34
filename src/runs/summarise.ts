import { FoldIndex } from "./FoldIndex";
import type { RunState } from "./RunState";

/** What a list shows of a run whose texts are a stranger's. */
const most = { warnings: 20, characters: 1000, lines: 20 };

/**
 * Drops what only a run on display needs: from then on the state takes at most 700 kB, and 5 kB for a run of this
 * product that keeps three checkpoints. Events that end the run may still be applied to it, others not.
 */
export function summarise(state: RunState): void {
  state.epochs = state.epochs.slice(-1);
  state.controls = [];
  state.index = new FoldIndex();
  state.warnings = state.warnings.slice(0, most.warnings).map(short);
  state.stderr = state.stderr.slice(-most.lines).map(short);
  state.missing = state.missing.slice(0, most.lines).map(short);
}

/** The summaries of a list take at most so many bytes, roughly; those of 2000 runs of this product take 10 MB. */
const budget = 64e6;

/** Keeps a list small whatever its runs' logs hold. @param states summaries, those first that keep the most */
export function keepWithinBudget(states: Iterable<RunState>): void {
  let left = budget;
  for (const state of states) {
    left -= summaryBytes(state);
    if (left < 0) dropDetails(state);
  }
}

function dropDetails(state: RunState): void {
  state.checkpoints = state.checkpoints.slice(-3);
  state.warnings = [];
  state.stderr = [];
  state.missing = [];
}

/** Bytes of memory that a summary takes, roughly. */
function summaryBytes({ checkpoints, warnings, stderr, missing, config, dataset }: RunState): number {
  const texts = [...warnings, ...stderr, ...missing, config?.dataset.location ?? "", dataset?.source ?? ""];
  const files = checkpoints.map(({ file, sha256 }) => file + sha256);
  const characters = [...texts, ...files].reduce((sum, text) => sum + text.length, 0);
  return 3000 + 200 * checkpoints.length + 2 * characters;
}

function short(text: string): string {
  return text.length > most.characters ? `${text.slice(0, most.characters - 1)}…` : text;
}

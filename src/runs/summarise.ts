import { cutText } from "./cutText";
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
  state.error = state.error && short(state.error);
}

/** The summaries of a list take at most so many bytes, roughly; those of 2000 runs of this product take 10 MB. */
const budget = 64e6;

/** A run of a list, as far as a stranger's files can make it large. */
interface Listed {
  state: RunState;
  problems: readonly string[];
}

/** Keeps a list small whatever its runs' files hold, also while it is read: it takes at most twice the budget then. */
export class ListBudget {
  private readonly added: Listed[] = [];
  private addedBytes = 0;

  /** A run of the list was read. */
  add(run: Listed): void {
    this.added.push(run);
    this.addedBytes += summaryBytes(run);
    if (this.addedBytes < budget) return;
    this.keep(this.added);
    this.addedBytes = 0;
  }

  /** @param runs those first that keep the most */
  keep(runs: readonly Listed[]): void {
    let left = budget;
    for (const run of runs) {
      left -= summaryBytes(run);
      if (left < 0) dropDetails(run);
    }
  }
}

function dropDetails(run: Listed): void {
  const { state } = run;
  run.problems = run.problems.slice(0, 1);
  if (state.config) {
    const { dataset } = state.config;
    state.config = { ...state.config, dataset: { ...dataset, location: short(dataset.location) } };
  }
  if (state.dataset) state.dataset = { ...state.dataset, source: short(state.dataset.source) };
  state.checkpoints = state.checkpoints.slice(-3);
  state.warnings = [];
  state.stderr = [];
  state.missing = [];
}

/** Bytes of memory that a summary takes, roughly. */
function summaryBytes({ state, problems }: Listed): number {
  const { checkpoints, warnings, stderr, missing, config, dataset } = state;
  const location = [config?.dataset.location ?? "", dataset?.source ?? ""];
  const texts = [...problems, ...warnings, ...stderr, ...missing, ...location];
  const files = checkpoints.map(({ file, sha256 }) => file + sha256);
  const characters = [...texts, ...files].reduce((sum, text) => sum + text.length, 0);
  return 3000 + 200 * checkpoints.length + 2 * characters;
}

function short(text: string): string {
  return cutText(text, most.characters);
}

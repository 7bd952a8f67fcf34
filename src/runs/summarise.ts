import { cutText } from "./cutText";
import { FoldIndex } from "./FoldIndex";
import type { RunLabels } from "./labels";
import type { RunState } from "./RunState";

/** In a summary: largest number of warnings, of characters of each text, and of lines of `stderr` and `missing`. */
const most = { warnings: 20, characters: 1000, lines: 20 };

/**
 * Reduces a state to a summary, which is what a list of runs needs. A summary takes up to 700 kB; that of an ordinary
 * run with three checkpoints takes 5 kB. After the call, only `ended` events may be applied to the state.
 */
export function summarise(state: RunState): void {
  state.epochs = state.epochs.slice(-1);
  state.evaluations = state.evaluations.slice(-1);
  state.controls = [];
  state.index = new FoldIndex();
  state.warnings = state.warnings.slice(0, most.warnings).map(short);
  state.stderr = state.stderr.slice(-most.lines).map(short);
  state.missing = state.missing.slice(0, most.lines).map(short);
  state.error = state.error && short(state.error);
}

/** Approximate limit (bytes) for all summaries of a list together. The summaries of 2000 ordinary runs take 10 MB. */
const budget = 64e6;

interface Listed {
  state: RunState;
  labels: RunLabels;
  problems: readonly string[];
}

/**
 * Limits the memory for the details of the runs in a list, whatever the files of the runs contain. While the runs are
 * read, the details take no more than about twice the {@link budget}. After a call of `keep`, they take no more than
 * about the budget.
 */
export class ListBudget {
  private readonly added: Listed[] = [];
  private addedBytes = 0;

  /** Must be called for each run as soon as it is read. May drop the details of runs that were added. */
  add(run: Listed): void {
    this.added.push(run);
    this.addedBytes += summaryBytes(run);
    if (this.addedBytes < budget) return;
    this.keep(this.added);
    this.addedBytes = 0;
  }

  /** Keeps the details of the first runs that fit into the budget together, and drops the details of the others. */
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
  run.labels = { ...run.labels, note: short(run.labels.note) };
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

/** Approximate bytes of a summary. */
function summaryBytes({ state, labels, problems }: Listed): number {
  const { checkpoints, warnings, stderr, missing, config, dataset } = state;
  const location = [config?.dataset.location ?? "", dataset?.source ?? ""];
  const texts = [labels.note, ...labels.tags, ...problems, ...warnings, ...stderr, ...missing, ...location];
  const files = checkpoints.map(({ file, sha256 }) => file + sha256);
  const characters = [...texts, ...files].reduce((sum, text) => sum + text.length, 0);
  return 3000 + 200 * checkpoints.length + 2 * characters;
}

function short(text: string): string {
  return cutText(text, most.characters);
}

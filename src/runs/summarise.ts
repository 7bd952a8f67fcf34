import { cutText } from "./cutText";
import { FoldIndex } from "./FoldIndex";
import type { RunLabels } from "./labels";
import type { RunState } from "./RunState";

/** Largest number of warnings, of characters of each text, and of lines of `stderr` and `missing` of a listed run. */
const most = { warnings: 20, characters: 1000, lines: 20 };

/**
 * Reduces a state to what a list of runs needs. The state then takes up to 700 kB; 5 kB for an ordinary run with three
 * checkpoints. After this, only `ended` events may be applied to the state.
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

/** Largest number of bytes, approximately, of all summaries of a list. 2000 ordinary runs take 10 MB. */
const budget = 64e6;

/** A run of a list. */
interface Listed {
  state: RunState;
  labels: RunLabels;
  problems: readonly string[];
}

/**
 * Limits the memory of a list of runs, whatever the files of the runs hold. The list takes no more than twice the
 * {@link budget} while it is read, and no more than the budget afterwards.
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

import { kernels } from ".";

/** Number of trials of each number of threads. The shortest counts, since disturbances only add time. */
const trials = 12;
/** Number of trials after which a number of threads is given up that takes {@link hopeless} times as long as another. */
const fewestTrials = 3;
const hopeless = 1.3;
/** Fewer threads are used only if they take at most this share of the time. */
const worthwhile = 0.97;

/** A number of threads, with the times of its trials. */
interface Candidate {
  threads: number;
  times: number[];
}

/**
 * Computes with the number of threads that is fastest. It is found by the first computations, which take the candidates
 * in turns, and then kept: on a busy machine later times would show the other processes. The threads of a small network
 * wait for each other longer than they compute. The results are the same for any number of threads.
 */
export class ThreadTuner {
  private readonly contests = new Map<string, Candidate[]>();

  /** @param now a clock, in any unit */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @param key the same for computations that take the same time */
  run<T>(key: string, compute: () => T): T {
    const candidates = this.contests.get(key) ?? threadCounts(kernels().threads);
    const [candidate] = candidates.toSorted((a, b) => a.times.length - b.times.length);
    kernels().useThreads(candidate!.threads);
    if (candidates.length === 1) return compute();
    const began = this.now();
    const result = compute();
    candidate!.times.push(this.now() - began);
    this.contests.set(key, remaining(candidates));
    return result;
  }
}

/** The candidates that may still be the fastest; the fastest one alone after all trials. */
function remaining(candidates: readonly Candidate[]): Candidate[] {
  const shortest = Math.min(...candidates.map(best));
  const left = candidates.filter(
    (candidate) => candidate.times.length < fewestTrials || best(candidate) <= hopeless * shortest,
  );
  if (left.some(({ times }) => times.length < trials)) return left;
  // The candidates are in descending order of threads.
  return [left.reduce((chosen, other) => (best(other) <= worthwhile * best(chosen) ? other : chosen))];
}

function best({ times }: Candidate): number {
  return Math.min(...times);
}

/** All threads, half of them, and so on down to one. */
function threadCounts(threads: number): Candidate[] {
  const candidates: Candidate[] = [];
  for (let count = threads; count >= 1; count = Math.floor(count / 2))
    candidates.push({ threads: count, times: [] });
  return candidates;
}

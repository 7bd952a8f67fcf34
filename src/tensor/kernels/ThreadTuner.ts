import { kernels } from ".";

/**
 * Number of trials (timed computations) with each number of threads that is not dropped before. The shortest time
 * counts, since disturbances only add time.
 */
const trials = 12;
/**
 * From this number of trials on, a number of threads is dropped if its shortest time is above {@link hopeless} times
 * the shortest time of all.
 */
const fewestTrials = 3;
const hopeless = 1.3;
/**
 * A smaller number of threads is preferred to a larger number only if its shortest time is at most this share of the
 * larger number's shortest time.
 */
const worthwhile = 0.97;

/** A number of threads, with the times of its trials. */
interface Candidate {
  threads: number;
  times: number[];
}

/**
 * Computes with the fastest number of threads. This need not be the largest number: in a small network, threads can
 * wait for each other longer than they compute. The first computations try all candidates in turn. After that, the
 * fastest candidate is used without further measurements, since measurements on a busy machine depend on other
 * processes. The results are the same for any number of threads.
 */
export class ThreadTuner {
  private readonly contests = new Map<string, Candidate[]>();

  /** @param now returns the present time, in any unit */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * Runs `compute` and returns its result.
   * @param key the same for all computations that take the same time, such as training steps
   */
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

/** The candidates that may still be the fastest. After all {@link trials} of each of them, only the chosen one. */
function remaining(candidates: readonly Candidate[]): Candidate[] {
  const shortest = Math.min(...candidates.map(best));
  const left = candidates.filter(
    (candidate) => candidate.times.length < fewestTrials || best(candidate) <= hopeless * shortest,
  );
  if (left.some(({ times }) => times.length < trials)) return left;
  // The candidates have descending numbers of threads, so that `other` has fewer threads than `chosen`.
  return [left.reduce((chosen, other) => (best(other) <= worthwhile * best(chosen) ? other : chosen))];
}

function best({ times }: Candidate): number {
  return Math.min(...times);
}

/** All threads, half of them (rounded down), and so on down to one. */
function threadCounts(threads: number): Candidate[] {
  const candidates: Candidate[] = [];
  for (let count = threads; count >= 1; count = Math.floor(count / 2))
    candidates.push({ threads: count, times: [] });
  return candidates;
}

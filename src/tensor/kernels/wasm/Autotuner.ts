/** So many of the latest times of a way are remembered; the shortest of them counts, since what disturbs only delays. */
const remembered = 6;
/** The share of the time that may go into trying slower ways again. */
const shareForTrials = 0.005;
const fewestCallsBetweenTrials = 16;

/**
 * Finds out at work which of several ways to the same result is the fastest here and now, which depends on the
 * machine, on what else it does, and on the data (cuDNN's `benchmark` does this once, before the work). The first
 * calls try every way; later ones take the fastest and now and then, for half a hundredth of the time, another.
 */
export class Autotuner {
  private readonly contests = new Map<string, Contest>();

  /** @param now a clock. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @param key tells what is computed: whatever takes as long. The ways to it always come in the same order. */
  run(key: string, ways: readonly (() => void)[]): void {
    let contest = this.contests.get(key);
    if (!contest) {
      contest = new Contest(ways.length);
      this.contests.set(key, contest);
    }
    const way = contest.choose();
    const began = this.now();
    ways[way]!();
    contest.add(way, this.now() - began);
  }
}

/** The latest times of every way to one thing. */
class Contest {
  private readonly times: number[][];
  /** The latest time of each way; what is tried again may have become slower than it ever was. */
  private readonly latest: number[] = [];
  private trials = 0;
  private callsUntilTrial = fewestCallsBetweenTrials;

  constructor(ways: number) {
    this.times = Array.from({ length: ways }, () => []);
  }

  choose(): number {
    const unknown = this.times.findIndex((times) => times.length < remembered);
    if (unknown >= 0) return unknown;
    const best = this.times.map((times) => Math.min(...times));
    const fastest = best.indexOf(Math.min(...best));
    if (this.times.length === 1 || this.callsUntilTrial-- > 0) return fastest;
    this.trials++;
    const tried = (fastest + 1 + (this.trials % (best.length - 1))) % best.length;
    const excess = this.latest[tried]! / best[fastest]! - 1;
    // A coarse clock may show no time at all.
    const calls = Number.isFinite(excess) ? Math.ceil(excess / shareForTrials) : 0;
    this.callsUntilTrial = Math.max(fewestCallsBetweenTrials, calls);
    return tried;
  }

  add(way: number, time: number): void {
    this.latest[way] = time;
    const times = this.times[way]!;
    times.push(time);
    if (times.length > remembered) times.shift();
  }
}

/**
 * Number of the latest times that are kept for each way. The shortest of these times counts, since disturbances only
 * add time.
 */
const remembered = 6;
/** Share (0 to 1) of the computing time that repeated trials of slower ways may add on average. */
const shareForTrials = 0.005;
const fewestCallsBetweenTrials = 16;

/**
 * Finds the fastest of several ways to compute the same result, while the ways are used. The fastest way depends on the
 * machine, its load and the data. The first calls try every way {@link remembered} times. Later calls use the fastest
 * way, with rare trials of the others ({@link shareForTrials}). In contrast, cuDNN's `benchmark` mode measures only
 * once, before the work.
 */
export class Autotuner {
  private readonly contests = new Map<string, Contest>();

  /** @param now returns the present time, in any unit */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * Computes the result in one of the ways.
   * @param key the same for computations that take about the same time
   * @param ways always in the same order for a key
   */
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

/** The latest times of every way for one key. */
class Contest {
  private readonly times: number[][];
  /**
   * The latest time of each way, from which the cost of the way's next trial is estimated. The shortest time would be
   * too low for a way that has become slower.
   */
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
    // A coarse clock may report a time of 0, which makes the quotient infinite or NaN.
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

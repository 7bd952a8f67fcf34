import type { Series, SeriesRequest } from "../src/protocol/seriesProtocol";

/** What the loader requests for each run. */
export type SeriesQuery = Omit<SeriesRequest, "runIds">;

/**
 * Number of runs in a request: `least` at first, so that the first lines appear before the last logs are read. The
 * number doubles, up to `most`, after each answer that took less than `within` (ms), and is `least` again after a
 * slower one.
 */
const runsAtOnce = { least: 25, most: 400, within: 200 };
/**
 * Time (ms) to wait for further calls of `want`. Missing series are requested at once if the previous call with missing
 * series is longer ago than this time. Otherwise they are requested when this time has passed without a further call,
 * so that most ranges that a zoom passes are never requested.
 */
const settling = 60;

/**
 * The series of the drawn runs of one chart. Requests series that are missing or out of date, and ignores answers to
 * earlier queries. Until a run's series for a new query arrives, `series` holds the run's series for the previous
 * query, if that query has the same metric and x axis.
 */
export class SeriesLoader {
  /** The series by run id. Each change makes a new map. */
  series: ReadonlyMap<string, Series> = new Map();
  private query: SeriesQuery | undefined;
  private wanted: readonly string[] = [];
  /** The revision of each run when its series was last requested with the present query. */
  private asked = new Map<string, number>();
  /** The runs for which the host has answered the present query. */
  private answered = new Set<string>();
  private revisions: ReadonlyMap<string, number> = new Map();
  private generation = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastChange = Number.NEGATIVE_INFINITY;
  private isAsking = false;
  private atOnce = runsAtOnce.least;

  constructor(
    private readonly load: (request: SeriesRequest) => Promise<Series[]>,
    private readonly changed: () => void,
    private readonly now = () => performance.now(),
  ) {}

  /** True if `query` is the present query and the host has answered it for all these runs, or if `runIds` is empty. */
  has(query: SeriesQuery, runIds: readonly string[]): boolean {
    if (runIds.length === 0) return true;
    return isSame(query, this.query) && runIds.every((id) => this.answered.has(id));
  }

  /**
   * Sets the query and the runs that are drawn. Requests the series that are missing or out of date.
   * @param revisions a number for each run, which changes when the run's log has grown; none for runs that have ended
   */
  want(
    query: SeriesQuery,
    runIds: readonly string[],
    revisions: ReadonlyMap<string, number> = new Map(),
  ): void {
    if (!isSame(query, this.query)) {
      const isOtherCurve = query.metric !== this.query?.metric || query.x !== this.query.x;
      this.query = query;
      this.asked = new Map();
      this.answered = new Set();
      this.generation++;
      if (isOtherCurve && this.series.size > 0) {
        this.series = new Map();
        this.changed();
      }
    }
    this.wanted = runIds;
    for (const id of runIds) {
      const revision = revisions.get(id);
      if (revision !== undefined && this.asked.get(id) !== revision) this.asked.delete(id);
    }
    this.revisions = revisions;
    this.schedule();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.generation++;
    this.wanted = [];
  }

  /** Requests the missing series: at once, or after a pause as {@link settling} states. */
  private schedule(): void {
    clearTimeout(this.timer);
    if (this.missing().length === 0) return;
    const now = this.now();
    const isSettled = now - this.lastChange > settling;
    this.lastChange = now;
    if (isSettled) void this.ask();
    else this.timer = setTimeout(() => void this.ask(), settling);
  }

  private missing(): string[] {
    return this.wanted.filter((id) => !this.asked.has(id));
  }

  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      for (let ids = this.missing(); ids.length > 0; ids = this.missing())
        if (!(await this.askFor(ids.slice(0, this.atOnce)))) break;
    } finally {
      this.isAsking = false;
    }
  }

  /**
   * @returns whether to request further runs; false after a failure of the present query, so that requests to a host
   * that fails are not repeated endlessly
   */
  private async askFor(runIds: string[]): Promise<boolean> {
    const { generation } = this;
    const began = this.now();
    for (const id of runIds) this.asked.set(id, this.revisions.get(id) ?? 0);
    let answer: Series[];
    try {
      answer = await this.load({ ...this.query!, runIds });
    } catch {
      if (generation !== this.generation) return true;
      // The runs of the failed request are requested again at the next call of `want`.
      for (const id of runIds) this.asked.delete(id);
      return false;
    }
    const { least, most, within } = runsAtOnce;
    this.atOnce = this.now() - began < within ? Math.min(most, 2 * this.atOnce) : least;
    if (generation !== this.generation) return true;
    for (const id of runIds) this.answered.add(id);
    const wanted = new Set(this.wanted);
    const known = [...this.series, ...answer.map((one) => [one.runId, one] as const)];
    this.series = new Map(known.filter(([id]) => wanted.has(id)));
    // The series of a run that is not drawn were dropped. They are requested again once the run is drawn again.
    for (const asked of [this.asked, this.answered])
      for (const id of [...asked.keys()]) if (!wanted.has(id)) asked.delete(id);
    this.changed();
    return true;
  }
}

function isSame(one: SeriesQuery, other: SeriesQuery | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

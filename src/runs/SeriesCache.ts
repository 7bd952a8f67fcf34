import type { BigIntStats } from "node:fs";
import { RunSeries } from "./RunSeries";
import { LOG } from "./runFiles";
import { openRun } from "./runsFolder";
import { logVersion } from "./statVersions";

/**
 * Largest number of bytes of all series together. If there is only one series, it may have more. The series of 100 runs
 * of 100,000 steps without a schedule take 41 MB.
 */
const mostBytes = 48e6;

/** The stats of the log before it was read; undefined if the log did not exist. */
type Version = Pick<BigIntStats, "ino" | "size" | "mtimeNs"> | undefined;

interface Known {
  series: RunSeries;
  version: Version;
  /**
   * The {@link logVersion} before the log was read. While it stays the same, a request need not open the run's folder.
   */
  text: string;
  isRead: boolean;
  /** Settles when the log has been read; undefined while nothing reads it. */
  reading?: Promise<void>;
}

/**
 * The series of the runs that were requested most recently. If a log has grown, only the appended bytes are read. If a
 * log is another file, has changed without growing, or does not continue what was read of it, it is read from its
 * beginning.
 */
export class SeriesCache {
  /** The series by run folder, ordered by last use: the most recently used series is the last. */
  private readonly known = new Map<string, Known>();

  constructor(private readonly most = mostBytes) {}

  /** Approximate number of bytes that all series take in memory. */
  get bytes(): number {
    return [...this.known.values()].reduce((sum, { series }) => sum + series.bytes, 0);
  }

  /** Drops all series. */
  clear(): void {
    this.known.clear();
  }

  /**
   * Returns the series of a run, up to date with the log. In a later turn of the event loop, a further reading may
   * change the returned object.
   * @throws UnsafeFileError, or Error of the file system, if the run's folder cannot be opened
   */
  async get(folder: string): Promise<RunSeries> {
    await this.known.get(folder)?.reading;
    const text = logVersion(folder);
    const unchanged = this.known.get(folder);
    if (unchanged?.isRead && text !== "" && unchanged.text === text) {
      this.use(folder, unchanged);
      return unchanged.series;
    }
    const version = openRun(folder).look(LOG);
    let one = this.known.get(folder);
    if (!one || !isContinued(one.version, version))
      one = { series: new RunSeries(folder), version: undefined, text: "", isRead: false };
    this.use(folder, one);
    if (!one.reading && !(one.isRead && isSame(one.version, version)))
      one.reading = this.read(folder, one, version, text);
    await one.reading;
    return one.series;
  }

  /** Makes a series the most recently used one. */
  private use(folder: string, one: Known): void {
    this.known.delete(folder);
    this.known.set(folder, one);
  }

  private async read(folder: string, one: Known, version: Version, text: string): Promise<void> {
    try {
      await one.series.readOn();
      if (one.series.isOutdated) {
        one.series = new RunSeries(folder);
        await one.series.readOn();
      }
      // The version is from before the reading: bytes that were appended meanwhile cause another reading.
      one.version = version;
      one.text = text;
      one.isRead = true;
    } finally {
      one.reading = undefined;
      this.dropUnused();
    }
  }

  /**
   * Drops the least recently used series until the others fit into the limit. A series that is being read is kept. A
   * single series is kept whatever its size.
   */
  private dropUnused(): void {
    let left = this.bytes;
    for (const [folder, { series, reading }] of this.known) {
      if (left <= this.most || this.known.size === 1) return;
      if (reading) continue;
      left -= series.bytes;
      this.known.delete(folder);
    }
  }
}

function isSame(one: Version, other: Version): boolean {
  return one?.ino === other?.ino && one?.size === other?.size && one?.mtimeNs === other?.mtimeNs;
}

/** Whether a log is the file that was read, unchanged or longer. True if nothing was read before. */
function isContinued(before: Version, now: Version): boolean {
  if (!before) return true;
  if (!now || before.ino !== now.ino) return false;
  return now.size > before.size || (now.size === before.size && now.mtimeNs === before.mtimeNs);
}

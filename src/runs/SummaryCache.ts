import { createHash } from "node:crypto";
import { join } from "node:path";
import { AppendFile } from "../files/AppendFile";
import { ensureFolder, openFolder } from "../files/ensureFolder";
import type { Folder } from "../files/Folder";
import { openFile } from "../files/openFile";
import { language } from "../text/language";
import { FoldIndex } from "./FoldIndex";
import { Losses } from "./Losses";
import type { RunLabels } from "./labels";
import { isSealed, seal } from "./logLine";
import type { RunState } from "./RunState";
import { openRunsFolder } from "./runsFolder";
import type { RunVersion } from "./runVersion";

/** The version of the files. It must be raised when the content of a line, or the computation of a state, changes. */
const FORMAT = 6;
const FOLDER = "summaries";
const NAME = /^[0-9a-f]{32}\.jsonl$/;
/**
 * Largest number of files, of bytes of one file, and of bytes of the line of one run. The lines of 2000 ordinary runs
 * take 5 MB.
 */
const most = { files: 20, bytes: 32 * 1024 * 1024, runBytes: 64 * 1024 };
/**
 * A file is written anew when its superseded lines have more bytes than its other lines, and the difference exceeds
 * this number of bytes.
 */
const worthCompacting = 256 * 1024;
/**
 * Time (ms) for which a run must be unchanged before it is stored. Two changes within one tick of the file system's
 * clock, which is 2 s long on FAT, may give the run's files the same version.
 */
const SETTLED_MS = 5000;
const NEWLINE = 0x0a;
/** The text of a line before the run's id, and the text after it. */
const ID = '{"id":';
const FOLD = ',"fold":"';

/** Where summaries are stored, by which program, and whether they may be written. */
export interface SummaryStore {
  /** The user's folder for data that can be downloaded or computed again. */
  cacheFolder: string;
  /** A text that changes with each build of the program. Another build may compute another state from the same log. */
  program: string;
  mayWrite: () => boolean;
  /** Time (ms) in place of {@link SETTLED_MS}. */
  settledMs?: number;
}

/** The facts about a run that are stored. */
export interface StoredRun {
  /** The name in `run.json`, which is the time at which the run was made. */
  time: string;
  /** ISO 8601. */
  created: string;
  labels: RunLabels;
  /** A summary of the run's state (see `summarise`). */
  state: RunState;
}

interface StoredLine extends Omit<StoredRun, "state"> {
  id: string;
  fold: string;
  versions: Pick<RunVersion, "labels" | "names">;
  state: Omit<RunState, "losses" | "learningRates" | "index"> & { losses: number; learningRates: number };
}

/** What was stored of a run, and which parts of it are still up to date. */
export interface StoredReading extends StoredRun {
  /** Whether `labels.json` is unchanged since the run was stored. */
  hasLabels: boolean;
  /**
   * Whether the names of the entries in the run's folder and in its subfolders are unchanged since the run was stored.
   */
  hasNames: boolean;
}

/**
 * Stores summaries of the runs of one runs folder in a file, so that a new process need not read every log. The file is
 * in the user's cache folder, since a runs folder may come from a stranger. A file that is missing, damaged, unreadable
 * or of another build costs only time. A failure to write the file is ignored.
 *
 * Several processes may use the file. Each process appends a line for each run that it has read. Of several lines of a
 * run, the last one counts.
 */
export class SummaryCache {
  /** The lines of the file and of the added runs, by run id. Empty after {@link save}. */
  private lines = new Map<string, Buffer>();
  private added: Buffer[] = [];
  private hasLoaded = false;
  /**
   * Whether the file must be replaced, since it is missing, cannot be read, or has another first line than
   * {@link header}.
   */
  private isObsolete = true;
  /**
   * Number of bytes of the file when it was read. 0 if the file was not read, if the file has another first line than
   * {@link header}, and after {@link save}.
   */
  private size = 0;

  constructor(
    private readonly store: SummaryStore,
    private readonly runsFolder: string,
  ) {}

  /** Reads the file at the first call. Later calls do nothing. */
  async load(): Promise<void> {
    if (this.hasLoaded) return;
    this.hasLoaded = true;
    try {
      const header = this.header();
      const name = nameOf(header);
      const file = openFile(openFolder(join(this.store.cacheFolder, FOLDER)), name);
      try {
        this.addLines(header, await file.readAll(name, most.bytes));
      } finally {
        await file.close();
      }
    } catch {
      // Nothing was stored yet, or the file cannot be read.
    }
  }

  /**
   * What is stored of a run. Undefined if the run is not stored, if its stored line is damaged, or if `run.json`, the
   * log or the names of the checkpoints have changed since the run was stored.
   */
  get(id: string, version: RunVersion): StoredReading | undefined {
    const line = this.lines.get(id);
    if (!line) return undefined;
    try {
      const { fold, versions, state, ...rest } = parseLine(line);
      if (fold !== version.fold) return undefined;
      return {
        ...rest,
        state: {
          ...state,
          losses: counted(state.losses),
          learningRates: counted(state.learningRates),
          index: new FoldIndex(),
        },
        hasLabels: versions.labels === version.labels,
        hasNames: versions.names === version.names,
      };
    } catch {
      // The line is damaged.
      return undefined;
    }
  }

  /**
   * Adds a run to those that {@link save} stores. Does nothing if the run changed less than {@link SETTLED_MS} ago, if
   * its line is too long, or if one of its numbers is not finite.
   * @param version the version of the run's files before they were read
   */
  add(id: string, version: RunVersion, stored: StoredRun): void {
    const age = Date.now() - version.changedAt;
    if (age < (this.store.settledMs ?? SETTLED_MS)) return;
    try {
      const line = lineOf(id, version, stored);
      if (line.length > most.runBytes) return;
      this.lines.set(id, line);
      this.added.push(line);
    } catch {
      // A number of the run is not finite.
    }
  }

  /**
   * Stores the runs that were added, if the store may be written, and drops all lines from memory. Lines of runs that
   * are not in `ids` are removed when the file is written anew.
   * @param ids the ids of all runs in the folder
   */
  save(ids: ReadonlySet<string>): void {
    const { added, lines, size } = this;
    this.added = [];
    this.lines = new Map();
    this.size = 0;
    for (const id of lines.keys()) if (!ids.has(id)) lines.delete(id);
    const live = [...lines.values()];
    const isLarge = size > 0 && size + bytesOf(added) > 2 * bytesOf(live) + worthCompacting;
    if ((added.length === 0 && !isLarge) || !this.store.mayWrite()) return;
    try {
      const isReplaced = isLarge || this.isObsolete;
      this.write(isReplaced ? live : added, isReplaced);
      this.isObsolete = false;
    } catch {
      // The disk is full, the folder cannot be written, or another process has just made the file.
    }
  }

  private addLines(header: Buffer, bytes: Buffer): void {
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
      const line = bytes.subarray(from, end);
      if (from === 0 && !line.equals(header)) return;
      const id = from === 0 ? undefined : idOf(line);
      if (id !== undefined) this.lines.set(id, line);
      from = end + 1;
    }
    this.isObsolete = from === 0;
    this.size = bytes.length;
  }

  private write(lines: readonly Buffer[], isReplaced: boolean): void {
    const header = this.header();
    const name = nameOf(header);
    const { folder } = ensureFolder(join(this.store.cacheFolder, FOLDER), {});
    if (isReplaced) folder.remove(name);
    if (!folder.look(name)) {
      dropOldest(folder);
      // Only the user may read the file, since labels hold what the user has written.
      folder.create(name, joined([header]), 0o600);
    }
    const file = new AppendFile(folder, name);
    try {
      // The newline before the lines ends a line that a killed process has left incomplete.
      const bytes = joined([Buffer.alloc(0), ...lines]);
      if (file.size + bytes.length <= most.bytes) file.write(bytes);
    } finally {
      file.close();
    }
  }

  /**
   * The first line of the file: the version, the program, the language and the runs folder, on which all other lines
   * depend. The lines of a file with another first line are ignored.
   */
  private header(): Buffer {
    const { program } = this.store;
    const runs = openRunsFolder(this.runsFolder).path;
    // States hold warnings, which are translated texts.
    return Buffer.from(JSON.stringify({ format: FORMAT, program, language: language(), runs }));
  }
}

/** The losses or learning rates of a summary, which holds their number alone. */
function counted(steps: number): Losses {
  const figures = new Losses(0);
  figures.extendTo(steps);
  return figures;
}

function nameOf(header: Buffer): string {
  return `${createHash("sha256").update(header).digest("hex").slice(0, 32)}.jsonl`;
}

/** Makes room for another file within `most.files`: removes the files that were written longest ago. */
function dropOldest(folder: Folder): void {
  const files = folder.entries(folder.names().filter((name) => NAME.test(name)));
  files.sort(([, a], [, b]) => Number(b.mtimeMs - a.mtimeMs));
  for (const [name] of files.slice(most.files - 1)) folder.remove(name);
}

function lineOf(
  id: string,
  { fold, labels, names }: RunVersion,
  { state: { losses, learningRates, index: _, ...state }, ...stored }: StoredRun,
): Buffer {
  const line: StoredLine = {
    id,
    fold,
    versions: { labels, names },
    ...stored,
    state: { ...state, losses: losses.length, learningRates: learningRates.length },
  };
  return Buffer.from(seal(JSON.stringify(line, onlyFinite)));
}

/** A replacer for JSON.stringify. @throws RangeError for a number that JSON cannot hold, such as a sum of huge times */
function onlyFinite(_key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError();
  return value;
}

function parseLine(line: Buffer): StoredLine {
  if (!isSealed(line)) throw new SyntaxError();
  return JSON.parse(line.toString());
}

/** The id in a line, without parsing the rest of the line; undefined for a damaged line. */
function idOf(line: Buffer): string | undefined {
  try {
    return JSON.parse(line.toString("utf8", ID.length, line.indexOf(FOLD)));
  } catch {
    return undefined;
  }
}

function joined(lines: readonly Buffer[]): Buffer {
  return Buffer.concat(lines.flatMap((line) => [line, Buffer.of(NEWLINE)]));
}

function bytesOf(lines: readonly Buffer[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

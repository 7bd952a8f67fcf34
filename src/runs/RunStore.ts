import type { BigIntStats } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { type FoldedRun, foldRun, UnreadableLogError } from "./foldRun";
import { LogReader } from "./LogReader";
import { type RunLabels, runName } from "./labels";
import { readLabels } from "./labelsFile";
import type { RunConfig } from "./RunConfig";
import type { RunEvent } from "./RunEvent";
import { holdsRun, readRecord, reconcile } from "./RunRecord";
import type { RunState } from "./RunState";
import { checkRunFiles, LABELS, LOG, RECORD, whyRefused } from "./runFiles";
import { openRun, openRunsFolder } from "./runsFolder";
import { ListBudget } from "./summarise";
import { inTurns } from "./turns";

/** A run's folder and its names. */
export interface Run {
  /** The name of the run's folder. */
  id: string;
  /** The name wherever the run is shown, by {@link runName}. */
  name: string;
  folder: string;
}

/** A run with its state. */
export interface RunWithState extends Run {
  state: RunState;
}

/** A run as a row of the list. */
export interface RunSummary extends RunWithState {
  /** ISO 8601. */
  created: string;
  labels: RunLabels;
  /** One sentence for each part of the run's files that could not be read. */
  problems: readonly string[];
}

/** What the record and the log of a run hold. */
interface FoldedFiles {
  /** The name in the record. */
  time: string;
  /** ISO 8601. */
  created: string;
  state: RunState;
  problems: readonly string[];
}

/** A summary, with the versions of the files that it was read from. */
interface KnownRun {
  run: RunSummary;
  /** Of the record and the log. */
  version: string;
  labelsVersion: string;
  /** As in {@link FoldedFiles}. */
  time: string;
  labelsProblem: string | undefined;
}

/** A folder that is listed as a run but not opened. */
export interface RefusedRun {
  id: string;
  folder: string;
  /** One sentence that states why, and what to do. */
  refusal: string;
}

export interface RunsListing {
  /** Newest first. */
  runs: RunSummary[];
  /** Ordered by name. */
  refused: RefusedRun[];
}

export interface RecordedRun {
  run: Run;
  /** ISO 8601. */
  created: string;
  /** The configuration at the start of the run. */
  config: RunConfig;
  /** Events from the `started` event on. Where the log has lost this event, it is made from `run.json`. */
  events: RunEvent[];
  /** Number of events in the log itself. */
  loggedEvents: number;
  /** One sentence for each part of the run's files that could not be read. */
  problems: string[];
}

/** The runs folder cannot be used. The message is one sentence for the user. */
export class RunsFolderError extends Error {
  override name = "RunsFolderError";
}

/** The runs in one folder. Nothing is written, and no link is followed into another folder. */
export class RunStore {
  private readonly known = new Map<string, KnownRun>();

  constructor(readonly runsFolder: string) {}

  /**
   * Reads the runs, those with short files first. Leaves out folders that hold no run. The listing of a missing runs
   * folder is empty.
   * @param onRead called for each run as soon as it is read
   * @throws RunsFolderError when the runs folder cannot be read
   */
  async list(onRead: (run: RunSummary | RefusedRun) => void = () => {}): Promise<RunsListing> {
    const listing: RunsListing = { runs: [], refused: [] };
    const ids = await this.idsBySize();
    const present = new Set(ids);
    for (const id of this.known.keys()) if (!present.has(id)) this.known.delete(id);
    const budget = new ListBudget();
    const rest = ids.values();
    const readNext = async () => {
      for await (const id of inTurns(rest)) {
        const run = await this.summaryOrRefusal(id);
        if (!run) continue;
        if ("refusal" in run) listing.refused.push(run);
        else {
          listing.runs.push(run);
          budget.add(run);
        }
        onRead(run);
      }
    };
    await Promise.all(Array.from({ length: READ_AT_ONCE }, readNext));
    listing.runs.sort(byAge);
    listing.refused.sort((a, b) => compare(a.id, b.id));
    nameParents(listing.runs);
    budget.keep(listing.runs);
    return listing;
  }

  /**
   * Reads one run as the list does.
   * @throws Error, one sentence, when neither file describes a run; UnreadableLogError; UnsafeFileError; Error of the
   * file system
   */
  async summary(id: string): Promise<RunSummary> {
    const folder = join(this.runsFolder, id);
    const files = openRun(folder);
    checkRunFiles(files);
    const stats = new Map(files.entries([RECORD, LOG, LABELS]));
    const version = [RECORD, LOG].map((name) => fileVersion(stats.get(name))).join(", ");
    const labelsVersion = fileVersion(stats.get(LABELS));
    const known = this.known.get(id);
    const isFolded = known?.version === version;
    if (isFolded && known.labelsVersion === labelsVersion) return known.run;
    const folded = isFolded ? withoutLabels(known) : await this.fold(folder);
    const { time, created, state } = folded;
    const { labels, problem } = readLabels(files);
    const problems = problem === undefined ? folded.problems : [...folded.problems, problem];
    const run = { id, name: runName(labels, time), folder, created, labels, problems, state };
    this.known.set(id, { run, version, labelsVersion, time, labelsProblem: problem });
    return run;
  }

  /** Reads all events of a run. @throws Error, one sentence, when neither file describes a run */
  async read(id: string): Promise<RecordedRun> {
    const folder = join(this.runsFolder, id);
    const log = new LogReader(folder);
    const reading = await log.read();
    if (log.cutOff) reading.problems.push(log.cutOff);
    const run = reconcile(id, await readRecord(folder), reading);
    if (!run) throw noRunIn(folder);
    const { record, events, problems } = run;
    const { created, config } = record;
    const name = runName(readLabels(openRun(folder)).labels, record.name);
    const loggedEvents = reading.events.length;
    return { run: { id, name, folder }, created, config, events, loggedEvents, problems };
  }

  private async fold(folder: string): Promise<FoldedFiles> {
    const { record, state, problems } = await this.foldSettled(folder);
    return { time: record.name, created: record.created, state, problems };
  }

  /**
   * Folds a run. A checkpoint that the log lacks becomes a problem only if it is still missing after {@link
   * SETTLING_MS}, since a trainer logs a checkpoint after writing it.
   */
  private async foldSettled(folder: string): Promise<FoldedRun> {
    const first = await foldRun(folder);
    if (!first) throw noRunIn(folder);
    if (!first.unlogged) return first;
    await sleep(SETTLING_MS);
    const second = (await foldRun(folder)) ?? first;
    return second.unlogged ? { ...second, problems: [...second.problems, second.unlogged] } : second;
  }

  /**
   * Reads a run. Returns undefined for a folder without the files of a run, and a refusal for a run that cannot be
   * read.
   */
  private async summaryOrRefusal(id: string): Promise<RunSummary | RefusedRun | undefined> {
    const folder = join(this.runsFolder, id);
    try {
      return await this.summary(id);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      if (error instanceof UnreadableLogError) return { id, folder, refusal: error.message };
      if (!(error instanceof NoRunError)) return { id, folder, refusal: whyRefused(folder, error) };
      return holdsRun(folder) ? { id, folder, refusal: error.message } : undefined;
    }
  }

  /**
   * The names of folders that may hold a run, and of links to such folders, in order of the size of their files.
   * @throws RunsFolderError
   */
  private async idsBySize(): Promise<string[]> {
    try {
      const folder = openRunsFolder(this.runsFolder);
      const found: { id: string; size: number }[] = [];
      const troubles: unknown[] = [];
      const ids = folder.names().filter((name) => !name.startsWith("."));
      for await (const id of inTurns(ids)) {
        try {
          const size = sizeOfRun(folder, id);
          if (size !== undefined) found.push({ id, size });
        } catch (error) {
          // An entry that cannot be looked at, such as an unavailable network disk, does not hide the others.
          troubles.push(error);
          found.push({ id, size: 0 });
        }
      }
      // If no entry can be looked at, the runs folder itself cannot be searched.
      if (ids.length > 0 && troubles.length === ids.length) throw troubles[0];
      return found.sort((a, b) => a.size - b.size).map(({ id }) => id);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      const { reason } = explainDiskTrouble(error);
      throw new RunsFolderError(l10n.t("The runs folder {0} cannot be read ({1}).", this.runsFolder, reason));
    }
  }
}

/** The folder does not hold a run. */
class NoRunError extends Error {
  override name = "NoRunError";
}

function noRunIn(folder: string): NoRunError {
  return new NoRunError(l10n.t("The folder {0} holds no run that this version can read.", folder));
}

/** Time (ms) within which a trainer logs a checkpoint that it has written. */
const SETTLING_MS = 100;

/** Number of logs that are read at the same time. */
const READ_AT_ONCE = 2;

/** Gives each fork the present name of its parent, which the fork's log has as it was. */
function nameParents(runs: readonly RunSummary[]): void {
  const names = new Map(runs.map(({ id, name }) => [id, name]));
  for (const { state } of runs) nameParent(state, (id) => names.get(id));
}

/**
 * Gives a fork the present name of its parent, if it has another one.
 * @param nameOf the present name of a run; undefined where it is not known
 */
export function nameParent(state: RunState, nameOf: (id: string) => string | undefined): boolean {
  const { parent } = state;
  const name = parent && nameOf(parent.id);
  if (!parent || name === undefined || name === parent.name) return false;
  state.parent = { ...parent, name };
  return true;
}

function withoutLabels({ run, time, labelsProblem }: KnownRun): FoldedFiles {
  return { ...run, time, problems: run.problems.filter((one) => one !== labelsProblem) };
}

/** A text that changes whenever the file does. */
function fileVersion(file: BigIntStats | undefined): string {
  return `${file?.ino} ${file?.size} ${file?.mtimeNs}`;
}

/** Bytes of `run.json` and `events.jsonl`: 0 where they cannot be looked at, undefined where neither exists. */
function sizeOfRun(runs: Folder, id: string): number | undefined {
  try {
    const files = runs.folder(id).entries([LOG, RECORD]);
    return files.length > 0 ? files.reduce((sum, [, { size }]) => sum + Number(size), 0) : undefined;
  } catch {
    const stats = runs.look(id);
    return stats && (stats.isDirectory() || stats.isSymbolicLink()) ? 0 : undefined;
  }
}

/** Compares by age, newest first. */
export function byAge(a: RunSummary, b: RunSummary): number {
  return compare(b.created, a.created) || compare(b.id, a.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import * as l10n from "@vscode/l10n";
import { hasChangeTimes } from "../files/changeTimes";
import { explainDiskTrouble } from "../files/diskTrouble";
import { isBrokenLink } from "../files/ensureFolder";
import type { Folder } from "../files/Folder";
import { UNDECODABLE } from "../files/folderEntries";
import { remedyOfUnreadable } from "../files/openFile";
import { nameOfPartial } from "../files/partialName";
import { advised } from "../text/sentences";
import { type FoldedRun, foldRun, UnreadableLogError } from "./foldRun";
import { LogReader } from "./LogReader";
import { type RunLabels, runName } from "./labels";
import { type LabelsReading, readLabels } from "./labelsFile";
import { runsFolderAround, runsFolderBelow } from "./misplaced";
import { NoRunError, noRun } from "./noRun";
import { parentOf, type RunIdentity } from "./parentOf";
import type { RunConfig } from "./RunConfig";
import type { RunEvent } from "./RunEvent";
import { holdsRun, type RunRecord, readRecord, reconcile } from "./RunRecord";
import type { RunState } from "./RunState";
import { hasRemains, haveRemains } from "./remains";
import { checkRunFiles, hiddenRun, LOG, misnamedRun, mostEntries, RECORD, whyRefused } from "./runFiles";
import { openRun, openRunsFolder } from "./runsFolder";
import { type RunVersion, runVersion } from "./runVersion";
import { SummaryCache, type SummaryStore } from "./SummaryCache";
import { ListBudget } from "./summarise";
import { inTurns } from "./turns";

/** The id, the name and the folder of a run. */
export interface Run {
  /** The name of the run's folder. */
  id: string;
  /** The name by {@link runName}, which every view shows. */
  name: string;
  folder: string;
}

/** A run with its state. */
export interface RunWithState extends Run {
  state: RunState;
}

/** A run in the list of runs. Its state is a summary (see `summarise`). */
export interface RunSummary extends RunWithState {
  /** ISO 8601. */
  created: string;
  labels: RunLabels;
  /** Sentences about files of the run that could not be read, or that its log does not list. */
  problems: readonly string[];
  /** Whether the run's folder held a `trainer.json` when the run was read. */
  isHeld: boolean;
}

/** What the listing needs of `run.json` and the log of a run. */
interface FoldedFiles {
  /** The name in `run.json`, which is the time at which the run was made. */
  time: string;
  /** ISO 8601. */
  created: string;
  state: RunState;
  problems: readonly string[];
}

/** A summary, with the version of the files that it was read from. */
interface KnownRun {
  run: RunSummary;
  version: RunVersion;
  /** As in {@link FoldedFiles}. */
  time: string;
  labelsProblem: string | undefined;
}

/** A run that is listed but cannot be read, or that is not opened since opening it would be unsafe. */
export interface RefusedRun {
  id: string;
  folder: string;
  /** One sentence that states why the run is not read, and what to do. */
  refusal: string;
}

export interface RunsListing {
  /** Newest first. */
  runs: RunSummary[];
  /** Ordered by id. */
  refused: RefusedRun[];
  /**
   * A folder below the listed folder that holds runs. Absent if the listed folder holds runs itself, or if no such
   * folder was found.
   */
  below?: string;
}

export interface RecordedRun {
  run: Run;
  /** ISO 8601. */
  created: string;
  /** The configuration at the start of the run. */
  config: RunConfig;
  /**
   * All events of the run. The first one is the `started` event, which is made from `run.json` if the log has lost it.
   */
  events: RunEvent[];
  /** Number of events that were read from the log, without a `started` event that was made from `run.json`. */
  loggedEvents: number;
  /** One sentence for each part of the run's files that could not be read. */
  problems: string[];
  /** The error of reading the log, if the log exists and none of its events could be read. */
  logFailure: unknown;
}

/** The runs folder cannot be used. The message is one sentence for the user. */
export class RunsFolderError extends Error {
  override name = "RunsFolderError";

  static unread(path: string, error: unknown): RunsFolderError {
    const { reason } = explainDiskTrouble(error);
    const sentence = l10n.t("The runs folder {0} cannot be read ({1}).", path, reason);
    return new RunsFolderError(advised(sentence, remedyOfUnreadable(error)));
  }

  /**
   * The error about a path that is a run's folder, or a folder within one. @param around the runs folder that holds the
   * run
   */
  static ofRun(path: string, around: string): RunsFolderError {
    const error = new RunsFolderError(
      l10n.t("{0} belongs to a run; choose the folder {1}, which holds the run.", path, around),
    );
    error.isMisplaced = true;
    return error;
  }

  static ofBrokenLink(path: string): RunsFolderError {
    return new RunsFolderError(
      l10n.t(
        "The runs folder {0} is a link that leads nowhere; connect the disk that it leads to, or choose another folder.",
        path,
      ),
    );
  }

  /** The error about a new run in a trash. Emptying the trash would remove the run. */
  static ofTrash(path: string): RunsFolderError {
    return new RunsFolderError(
      l10n.t("{0} is the trash of the runs folder {1}; choose that folder.", path, dirname(path)),
    );
  }

  /** Whether the path that the user named is a run's folder, or a folder within one. */
  isMisplaced = false;
}

/** Reads the runs in one folder. Writes nothing there. Follows no link in place of a run's folder or file. */
export class RunStore {
  private readonly known = new Map<string, KnownRun>();
  private readonly cache: SummaryCache | undefined;

  /** @param store where summaries are kept for later processes; default: nowhere */
  constructor(
    readonly runsFolder: string,
    store?: SummaryStore,
  ) {
    this.cache = store && new SummaryCache(store, runsFolder);
  }

  /**
   * Reads all runs of the folder, those with the shortest record and log first. Leaves out folders that hold no run.
   * The listing of a missing runs folder is empty.
   * @param onRead called for each run as soon as it is read; for a fork, as soon as its parent is read, too, so that
   * the fork has the parent's present name
   * @param onFound called once before a run is read, with the folders of the runs that hold a `trainer.json` and have no
   * file for which a run is refused
   * @throws RunsFolderError if the runs folder cannot be read, or is a run's folder or a folder within one
   */
  async list(
    onRead: (run: RunSummary | RefusedRun) => void = () => {},
    onFound: (held: string[]) => void = () => {},
  ): Promise<RunsListing> {
    const found = await this.foundBySize();
    onFound(found.filter(isHeldRun).map(({ id }) => join(this.runsFolder, id)));
    if (found.length === 0) {
      const around = runsFolderAround(this.runsFolder);
      if (around !== undefined) throw RunsFolderError.ofRun(this.runsFolder, around);
    }
    const below = found.length === 0 ? runsFolderBelow(this.runsFolder) : undefined;
    const listing: RunsListing = { runs: [], refused: [], ...(below !== undefined && { below }) };
    const present = new Set(found.map(({ id }) => id));
    for (const id of this.known.keys()) if (!present.has(id)) this.known.delete(id);
    await this.cache?.load();
    const budget = new ListBudget();
    const rest = found.values();
    /** The entries that are read by now, by id; undefined for an entry whose name cannot be read. */
    const named = new Map<string, NamedRun | undefined>();
    /** The forks that are read before their parent, by the id of the parent. */
    const waiting = new Map<string, RunSummary[]>();
    const passOn = (run: RunSummary) => {
      nameParent(run.state, (id) => named.get(id));
      onRead(run);
    };
    const readNext = async () => {
      for await (const { id, found, whyUnlisted } of inTurns(rest)) {
        const folder = join(this.runsFolder, id);
        const run = whyUnlisted
          ? { id, folder, refusal: whyUnlisted(folder) }
          : await this.summaryOrRefusal(id, found);
        const isRead = run !== undefined && !("refusal" in run);
        named.set(id, isRead ? run : await namedRun(folder));
        if (isRead) {
          listing.runs.push(run);
          budget.add(run);
          const parent = run.state.parent?.id;
          if (parent !== undefined && present.has(parent) && !named.has(parent))
            waiting.set(parent, [...(waiting.get(parent) ?? []), run]);
          else passOn(run);
        } else if (run) {
          listing.refused.push(run);
          onRead(run);
        }
        waiting.get(id)?.forEach(passOn);
        waiting.delete(id);
      }
    };
    await Promise.all(Array.from({ length: READ_AT_ONCE }, readNext));
    this.cache?.save(present);
    listing.runs.sort(byAge);
    listing.refused.sort((a, b) => compare(a.id, b.id));
    budget.keep(listing.runs);
    return listing;
  }

  /**
   * Number of entries of the runs folder that may be a run's folder, found without reading their files.
   * @throws RunsFolderError if the runs folder cannot be read
   */
  async count(): Promise<number> {
    return (await this.foundBySize()).length;
  }

  /**
   * Reads one run as {@link list} does. A run whose files have not changed since they were last read is not read again.
   * @throws as {@link readSummary}
   */
  async summary(id: string): Promise<RunSummary> {
    const run = await this.readSummary(id);
    const { parent } = run.state;
    const named = parent && (await namedRun(join(this.runsFolder, parent.id)));
    nameParent(run.state, () => named);
    return run;
  }

  /**
   * Reads one run. In the state of a fork, the parent has the name that it had when the fork was made, or a later one.
   * @param found the run's folder and the version of its files, if the caller has already looked at them
   * @throws NoRunError if neither `run.json` nor the log describes a run; UnreadableLogError; UnsafeFileError; Error of
   * the file system
   */
  private async readSummary(id: string, found?: FoundFiles): Promise<RunSummary> {
    const { files, version } = found ?? lookAtFiles(openRun(join(this.runsFolder, id)), this.readsEnds);
    const known = this.known.get(id);
    if (known && isDeepStrictEqual(known.version, version)) return known.run;
    const folder = join(this.runsFolder, id);
    const stored = known ? undefined : this.cache?.get(id, version);
    if (!stored?.hasNames || !stored.hasLabels) checkRunFiles(files);
    const isFolded = known?.version.fold === version.fold;
    const folded = isFolded
      ? withoutLabels(known)
      : stored
        ? { ...stored, problems: [] }
        : await this.fold(folder);
    const { time, created, state } = folded;
    const { labels, problem }: LabelsReading = stored?.hasLabels ? stored : readLabels(files);
    const problems = problem === undefined ? folded.problems : [...folded.problems, problem];
    const { isHeld } = version;
    const run = { id, name: runName(labels, time), folder, created, labels, problems, state, isHeld };
    this.known.set(id, { run, version, time, labelsProblem: problem });
    const isStored = isFolded || (stored?.hasLabels && stored.hasNames);
    // A run with problems is not stored: its files may be readable next time.
    if (!isStored && problems.length === 0) this.cache?.add(id, version, { time, created, labels, state });
    return run;
  }

  /**
   * Reads all events of a run.
   * @throws NoRunError if neither `run.json` nor the log describes a run; UnsafeFileError, or Error of the file system,
   * if the run's folder cannot be opened
   */
  async read(id: string): Promise<RecordedRun> {
    const folder = join(this.runsFolder, id);
    const log = new LogReader(folder);
    const reading = await log.read();
    if (log.cutOff) reading.problems.push(log.cutOff);
    const run = reconcile(id, await readRecord(folder), reading);
    if (!run) throw noRun(folder);
    const { record, events, problems } = run;
    const { created, config } = record;
    const name = runName(readLabels(openRun(folder)).labels, record.name);
    const loggedEvents = reading.events.length;
    const logFailure = loggedEvents === 0 ? log.failure : undefined;
    return { run: { id, name, folder }, created, config, events, loggedEvents, problems, logFailure };
  }

  /** Whether the end of each log is read to notice changes, since its change time (ctime) may stay the same. */
  private get readsEnds(): boolean {
    return !hasChangeTimes(this.runsFolder);
  }

  private async fold(folder: string): Promise<FoldedFiles> {
    const { record, state, problems } = await this.foldSettled(folder);
    return { time: record.name, created: record.created, state, problems };
  }

  /**
   * Reads the record and the log of a run, and computes the state. Checkpoint files that the log does not list are a
   * problem only if the log still lacks them after {@link SETTLING_MS}: a trainer logs a checkpoint after writing it.
   */
  private async foldSettled(folder: string): Promise<FoldedRun> {
    const first = await foldRun(folder);
    if (!first) throw noRun(folder);
    if (!first.unlogged) return first;
    await sleep(SETTLING_MS);
    const second = (await foldRun(folder)) ?? first;
    return second.unlogged ? { ...second, problems: [...second.problems, second.unlogged] } : second;
  }

  /**
   * Reads a run. Returns undefined for a missing folder and for a folder without the files of a run, and a refusal for
   * a run that cannot be read.
   */
  private async summaryOrRefusal(
    id: string,
    found: FoundFiles | undefined,
  ): Promise<RunSummary | RefusedRun | undefined> {
    const folder = join(this.runsFolder, id);
    try {
      return await this.readSummary(id, found);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      if (error instanceof UnreadableLogError) return { id, folder, refusal: error.message };
      if (!(error instanceof NoRunError)) return { id, folder, refusal: whyRefused(folder, error) };
      return holdsRun(folder) ? { id, folder, refusal: error.message } : undefined;
    }
  }

  /**
   * The entries of the runs folder that may be a run's folder, ordered by the size of `run.json` and the log. None if
   * the runs folder does not exist.
   * @throws RunsFolderError if the runs folder cannot be read, or is a link that leads nowhere
   */
  private async foundBySize(): Promise<FoundRun[]> {
    try {
      const folder = openRunsFolder(this.runsFolder);
      const found: FoundRun[] = [];
      const readsEnds = this.readsEnds;
      const troubles: unknown[] = [];
      const names = folder.names();
      const ids = names.filter((name) => !name.startsWith("."));
      let isMisnamed = false;
      for await (const id of inTurns(ids)) {
        try {
          const run = lookAtRun(folder, id, readsEnds);
          if (run) found.push(run);
          else isMisnamed ||= id.includes(UNDECODABLE);
        } catch (error) {
          // An entry that cannot be looked at, such as an unavailable network disk, is listed as well.
          troubles.push(error);
          found.push({ id });
        }
      }
      // If no entry can be looked at, the runs folder itself cannot be searched.
      if (ids.length > 0 && troubles.length === ids.length) throw troubles[0];
      if (isMisnamed) found.push(...misnamedRuns(folder));
      found.push(...hiddenRuns(folder, names));
      return found.sort((a, b) => sizeOf(a) - sizeOf(b));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT")
        throw RunsFolderError.unread(this.runsFolder, error);
      if (isBrokenLink(this.runsFolder)) throw RunsFolderError.ofBrokenLink(this.runsFolder);
      return [];
    }
  }
}

/** Time (ms) within which a trainer logs a checkpoint that it has written. */
const SETTLING_MS = 100;

/** Number of runs that are read at the same time. */
const READ_AT_ONCE = 2;

type NamedRun = RunIdentity & Pick<Run, "name">;

/**
 * The identity and the present name of the run in a folder. Undefined if the folder holds no run or cannot be opened,
 * and if neither `run.json` nor the log describes the run.
 */
async function namedRun(folder: string): Promise<NamedRun | undefined> {
  if (!holdsRun(folder)) return undefined;
  try {
    const record = await readBeginning(folder);
    if (!record) return undefined;
    const { labels } = readLabels(openRun(folder));
    return { id: basename(folder), name: runName(labels, record.name), created: record.created };
  } catch {
    return undefined;
  }
}

/** The record of a run, as {@link reconcile} makes it, without reading the whole log. */
async function readBeginning(folder: string): Promise<RunRecord | undefined> {
  const reading = await readRecord(folder);
  if (reading.record) return reading.record;
  for await (const slice of new LogReader(folder).slices())
    if (slice.events.length > 0) return reconcile(basename(folder), reading, slice)?.record;
  return undefined;
}

/**
 * Updates the name of the parent in a fork's state, since the parent may have been renamed since the fork's log began.
 * Does nothing for a run that is no fork, or whose parent is missing.
 * @param find returns the run with an id; undefined if there is none, or if its name cannot be read
 * @returns whether the parent's name in the state has changed
 */
export function nameParent(state: RunState, find: (id: string) => NamedRun | undefined): boolean {
  const { parent } = state;
  const name = parentOf(state, find)?.name;
  if (!parent || name === undefined || name === parent.name) return false;
  state.parent = { ...parent, name };
  return true;
}

function withoutLabels({ run, time, labelsProblem }: KnownRun): FoldedFiles {
  return { ...run, time, problems: run.problems.filter((one) => one !== labelsProblem) };
}

/** A run's folder, and the version of the files in it. */
interface FoundFiles {
  files: Folder;
  version: RunVersion;
}

/**
 * An entry of the runs folder that may be a run's folder. `found` is absent if the entry cannot be looked at, is a
 * link, or has a name with which no run is listed.
 */
interface FoundRun {
  id: string;
  found?: FoundFiles;
  /** Why a run with this name is not listed, as one sentence. @param folder the path of the run's folder */
  whyUnlisted?: (folder: string) => string;
}

/** The runs whose folders have names that are no valid UTF-8. */
function misnamedRuns(runs: Folder): FoundRun[] {
  const ids = runs
    .misnamed(mostEntries)
    .flatMap(({ name, names }) => (!name.startsWith(".") && haveRemains(names) ? [name] : []));
  return [...new Set(ids)].map((id) => ({ id, whyUnlisted: misnamedRun }));
}

/** The runs whose folders have names that begin with a dot. The folder of a run that is being made does not count. */
function hiddenRuns(runs: Folder, names: readonly string[]): FoundRun[] {
  const hidden = names.filter((name) => name.startsWith(".") && nameOfPartial(name) === undefined);
  return hidden.filter((name) => hasRecordOrLog(runs, name)).map((id) => ({ id, whyUnlisted: hiddenRun }));
}

/** Whether an entry is a folder with `run.json` or a log. False for an entry that cannot be looked at. */
function hasRecordOrLog(runs: Folder, name: string): boolean {
  try {
    return runs.folder(name).entries([RECORD, LOG]).length > 0;
  } catch {
    return false;
  }
}

function lookAtFiles(files: Folder, readsEnd: boolean): FoundFiles {
  return { files, version: runVersion(files, readsEnd) };
}

/** Looks at an entry of the runs folder. @returns undefined if the entry is not the folder of a run */
function lookAtRun(runs: Folder, id: string, readsEnd: boolean): FoundRun | undefined {
  try {
    const found = lookAtFiles(runs.folder(id), readsEnd);
    return found.version.size !== undefined || hasRemains(found.files) ? { id, found } : undefined;
  } catch {
    const stats = runs.look(id);
    return stats && (stats.isDirectory() || stats.isSymbolicLink()) ? { id } : undefined;
  }
}

/** Whether a run's folder holds a `trainer.json` and has no file for which a run is refused. */
function isHeldRun({ found, whyUnlisted }: FoundRun): boolean {
  if (!found?.version.isHeld || whyUnlisted) return false;
  try {
    checkRunFiles(found.files);
    return true;
  } catch {
    return false;
  }
}

/** Number of bytes of the record and the log together; 0 if they are missing or cannot be looked at. */
function sizeOf({ found }: FoundRun): number {
  return found?.version.size ?? 0;
}

/** Compares two runs for a sort by age, newest first. */
export function byAge(a: RunSummary, b: RunSummary): number {
  return compare(b.created, a.created) || compare(b.id, a.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

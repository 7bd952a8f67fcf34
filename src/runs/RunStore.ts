import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { explainDiskTrouble } from "./diskTrouble";
import { LogReader } from "./LogReader";
import type { RunConfig } from "./RunConfig";
import type { RunEvent } from "./RunEvent";
import { logPath } from "./RunLog";
import { FORMAT, type RunRecord, readRecord, reconcile, recordPath } from "./RunRecord";
import { foldEvents, type RunState } from "./RunState";
import { untoldCheckpoints } from "./untoldCheckpoints";

export interface RunSummary {
  id: string;
  name: string;
  folder: string;
  state: RunState;
  /** One sentence for each part of the run's files that could not be read. */
  problems: readonly string[];
}

export interface RecordedRun {
  run: { id: string; name: string; folder: string };
  /** ISO 8601. */
  created: string;
  /** As the run was made. */
  config: RunConfig;
  /** From the started event on, which `run.json` tells where the log has lost it. */
  events: RunEvent[];
  /** How many of them the log itself tells. */
  loggedEvents: number;
  /** One sentence for each part of the run's files that could not be read. */
  problems: string[];
}

/** The folder for runs cannot be used; the message is one sentence for the user. */
export class RunsFolderError extends Error {
  override name = "RunsFolderError";
}

/** The runs in one folder, as they are on disk now. */
export class RunStore {
  private readonly known = new Map<string, { version: string; run: ListedRun }>();

  constructor(readonly runsFolder: string) {}

  /**
   * Newest first. Folders that hold no readable run are left out; a missing runs folder holds none.
   * @throws RunsFolderError when the runs folder cannot be read
   */
  async list(): Promise<RunSummary[]> {
    const entries = await readdir(this.runsFolder, { withFileTypes: true }).catch((error) => {
      if (error.code === "ENOENT") return [];
      const { reason } = explainDiskTrouble(error);
      throw new RunsFolderError(`The runs folder ${this.runsFolder} cannot be read (${reason}).`);
    });
    const folders = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
    const ids = folders.map((entry) => entry.name).values();
    const runs: ListedRun[] = [];
    const readNext = async () => {
      for (const id of ids) {
        const run = await this.listed(id).catch(() => undefined);
        if (run) runs.push(run);
      }
    };
    await Promise.all(Array.from({ length: READ_AT_ONCE }, readNext));
    return runs
      .sort((a, b) => compare(b.created, a.created) || compare(b.id, a.id))
      .map(({ created: _, ...summary }) => summary);
  }

  /** One of the runs, as the list would have it now. @throws as {@link read} does */
  async summary(id: string): Promise<RunSummary> {
    const { created: _, ...summary } = await this.listed(id);
    return summary;
  }

  /** @throws Error, one sentence, when neither of the folder's files tells of a run. */
  async read(id: string): Promise<RecordedRun> {
    const folder = join(this.runsFolder, id);
    const log = new LogReader(folder);
    const reading = await log.read();
    if (log.cutOff) reading.problems.push(log.cutOff);
    const run = reconcile(id, await readRecord(folder), reading);
    if (!run) throw new Error(`${folder} holds no run that this version can read.`);
    const { record, events, problems } = run;
    const { name, created, config } = record;
    const loggedEvents = reading.events.length;
    return { run: { id, name, folder }, created, config, events, loggedEvents, problems };
  }

  /** With a sentence about checkpoints that the log has lost, as it has not where a trainer is just telling of one. */
  private async readSettled(id: string): Promise<RecordedRun> {
    const first = await this.read(id);
    const { folder } = first.run;
    if (!(await untoldCheckpoints(folder, first.events))) return first;
    await sleep(SETTLING_MS);
    const second = await this.read(id);
    const untold = await untoldCheckpoints(folder, second.events);
    return untold ? { ...second, problems: [...second.problems, untold] } : second;
  }

  /** Read anew only when its files have changed. */
  private async listed(id: string): Promise<ListedRun> {
    const folder = join(this.runsFolder, id);
    const version = await fileVersions(recordPath(folder), logPath(folder));
    const known = this.known.get(id);
    if (known?.version === version) return known.run;
    const { run, created, events, problems } = await this.readSettled(id);
    const listed = { ...run, created, problems, state: foldEvents(events) };
    this.known.set(id, { version, run: listed });
    return listed;
  }
}

type ListedRun = RunSummary & { created: string };

/** Until a log tells of a checkpoint that is there, in milliseconds. */
const SETTLING_MS = 100;

/** Runs whose logs are in memory at the same time. */
const READ_AT_ONCE = 4;

/** Changes whenever one of the files does. */
async function fileVersions(...paths: string[]): Promise<string> {
  const stats = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
  return stats.map((file) => `${file?.size} ${file?.mtimeMs}`).join(", ");
}

/**
 * Makes the folder of a new run, named after the moment it begins, with its `run.json`.
 * @throws RunsFolderError when the runs folder cannot be made or written.
 */
export function createRun(
  runsFolder: string,
  config: RunConfig,
  now: Date,
  parent?: RunRecord["parent"],
): RunRecord & { folder: string } {
  try {
    makeRunsFolder(runsFolder);
    const name = localTime(now);
    const folder = makeNewFolder(join(runsFolder, name.replace(" ", "_").replaceAll(":", "-")));
    const record: RunRecord = {
      format: FORMAT,
      id: basename(folder),
      name,
      created: now.toISOString(),
      notes: "",
      tags: [],
      config,
      parent,
    };
    // First, so that a run without a log has lost it.
    writeFileSync(logPath(folder), "");
    writeFileSync(recordPath(folder), `${JSON.stringify(record, null, 2)}\n`);
    return { ...record, folder };
  } catch (error) {
    const { reason, remedy } = explainDiskTrouble(error);
    const remedies = remedy ? `${remedy}, or choose` : "choose";
    throw new RunsFolderError(
      `The runs folder ${runsFolder} cannot be written (${reason}); ${remedies} another folder for runs.`,
    );
  }
}

/**
 * Runs are a machine's own and heavy, so a repository around them should not take them up: the folder is there with
 * the file that says so, or not at all.
 */
function makeRunsFolder(runsFolder: string): void {
  if (existsSync(runsFolder)) return;
  makeFolders(dirname(runsFolder));
  const partial = `${runsFolder}.${randomBytes(4).toString("hex")}.partial`;
  try {
    mkdirSync(partial);
    writeFileSync(join(partial, ".gitignore"), "*\n");
    renameSync(partial, runsFolder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another process has been quicker.
    if (!existsSync(runsFolder)) throw error;
  }
}

/** One by one: Node's own recursive way never returns where the system answers ENOENT, as under /proc. */
function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder));
  mkdirSync(folder);
}

function makeNewFolder(wanted: string): string {
  for (let attempt = 1; ; attempt++) {
    const folder = attempt === 1 ? wanted : `${wanted}_${attempt}`;
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function localTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { type RunConfig, runConfigSchema } from "./RunConfig";
import { parseRunEvent, type RunEvent } from "./RunEvent";
import { logPath } from "./RunLog";
import { foldEvents, type RunState } from "./RunState";

/** The version of the folder's layout; a reader refuses one that it does not know. */
const FORMAT = 1;

const recordSchema = v.object({
  format: v.literal(FORMAT),
  id: v.string(),
  name: v.string(),
  /** ISO 8601. */
  created: v.string(),
  notes: v.string(),
  tags: v.array(v.string()),
  config: runConfigSchema,
  /** The run and the checkpoint that this one was forked from. */
  parent: v.optional(v.object({ id: v.string(), checkpoint: v.string(), step: v.number() })),
});

/** What `run.json` holds. */
export type RunRecord = v.InferOutput<typeof recordSchema>;

export interface RunSummary {
  id: string;
  name: string;
  folder: string;
  state: RunState;
}

export interface RecordedRun {
  run: { id: string; name: string; folder: string };
  /** As the run was made, for a log that lost its first line. */
  config: RunConfig;
  events: RunEvent[];
  /** One sentence for each part of the log that could not be read. */
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

  /** Newest first. Folders that hold no readable run are left out; a missing runs folder holds none. */
  async list(): Promise<RunSummary[]> {
    const entries = await readdir(this.runsFolder, { withFileTypes: true }).catch(() => []);
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    const runs = await Promise.all(folders.map((id) => this.listed(id).catch(() => undefined)));
    return runs
      .filter((run) => run !== undefined)
      .sort((a, b) => compare(b.created, a.created) || compare(b.id, a.id))
      .map(({ created: _, ...summary }) => summary);
  }

  /** @throws Error, one sentence, when the folder holds no run of a known format. */
  async read(id: string): Promise<RecordedRun> {
    const folder = join(this.runsFolder, id);
    const record = await readRecord(folder);
    const { events, problems } = parseLog(await readFile(logPath(folder), "utf8").catch(() => ""));
    return { run: { id, name: record.name, folder }, config: record.config, events, problems };
  }

  /** Read anew only when its files have changed. */
  private async listed(id: string): Promise<ListedRun> {
    const folder = join(this.runsFolder, id);
    const version = await fileVersions(join(folder, "run.json"), logPath(folder));
    const known = this.known.get(id);
    if (known?.version === version) return known.run;
    const [{ name, created }, { events }] = await Promise.all([readRecord(folder), this.read(id)]);
    const run = { id, name, created, folder, state: foldEvents(events) };
    this.known.set(id, { version, run });
    return run;
  }
}

type ListedRun = RunSummary & { created: string };

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
    writeFileSync(join(folder, "run.json"), `${JSON.stringify(record, null, 2)}\n`);
    return { ...record, folder };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new RunsFolderError(
      `The runs folder ${runsFolder} cannot be written (${reason}); choose another folder for runs or make this one writable.`,
    );
  }
}

/**
 * The events of a log, or of the part of one that begins with line `firstLine`, with a sentence for each line that
 * is damaged or was cut off.
 */
export function parseLog(text: string, firstLine = 1): { events: RunEvent[]; problems: string[] } {
  const events: RunEvent[] = [];
  const problems: string[] = [];
  const lines = text.split("\n");
  const unfinished = lines.pop();
  for (const [index, line] of lines.entries()) {
    const event = parseLine(line);
    if (event) events.push(event);
    else problems.push(`Line ${firstLine + index} of events.jsonl is damaged and was left out.`);
  }
  if (unfinished)
    problems.push(`Line ${firstLine + lines.length} of events.jsonl was cut off and was left out.`);
  return { events, problems };
}

function parseLine(line: string): RunEvent | undefined {
  try {
    return parseRunEvent(JSON.parse(line));
  } catch {
    return undefined;
  }
}

async function readRecord(folder: string): Promise<RunRecord> {
  const path = join(folder, "run.json");
  const result = v.safeParse(recordSchema, JSON.parse(await readFile(path, "utf8")));
  if (!result.success) throw new Error(`${path} is not a run that this version can read.`);
  return result.output;
}

/** Runs are a machine's own and heavy, so a repository around them should not take them up. */
function makeRunsFolder(runsFolder: string): void {
  if (existsSync(runsFolder)) return;
  makeFolders(runsFolder);
  writeFileSync(join(runsFolder, ".gitignore"), "*\n");
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

import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { type RunConfig, runConfigSchema } from "./RunConfig";
import { parseRunEvent, type RunEvent } from "./RunEvent";
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
  events: RunEvent[];
  /** One sentence for each part of the log that could not be read. */
  problems: string[];
}

/** The runs in one folder, as they are on disk now. */
export class RunStore {
  constructor(readonly runsFolder: string) {}

  /** Newest first. Folders that hold no readable run are left out; a missing runs folder holds none. */
  async list(): Promise<RunSummary[]> {
    const entries = await readdir(this.runsFolder, { withFileTypes: true }).catch(() => []);
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    const summaries = await Promise.all(folders.map((id) => this.summary(id).catch(() => undefined)));
    return summaries
      .filter((summary) => summary !== undefined)
      .sort((a, b) => compare(b.created, a.created) || compare(b.summary.id, a.summary.id))
      .map(({ summary }) => summary);
  }

  /** @throws Error, one sentence, when the folder holds no run of a known format. */
  async read(id: string): Promise<RecordedRun> {
    const folder = join(this.runsFolder, id);
    const record = await readRecord(folder);
    const { events, problems } = parseLog(await readFile(logPath(folder), "utf8").catch(() => ""));
    return { run: { id, name: record.name, folder }, events, problems };
  }

  private async summary(id: string): Promise<{ created: string; summary: RunSummary }> {
    const folder = join(this.runsFolder, id);
    const { name, created } = await readRecord(folder);
    const { events } = parseLog(await readFile(logPath(folder), "utf8").catch(() => ""));
    return { created, summary: { id, name, folder, state: foldEvents(events) } };
  }
}

/** The append-only log of one run. Each event is handed to the system as one whole line. */
export class RunLog {
  private readonly file: number;

  constructor(folder: string) {
    this.file = openSync(logPath(folder), "a+");
    if (!this.endsWithNewline()) writeSync(this.file, "\n");
  }

  append(event: RunEvent): void {
    writeSync(this.file, `${JSON.stringify(event)}\n`);
  }

  /** Waits until the disk has everything. */
  close(): void {
    fsyncSync(this.file);
    closeSync(this.file);
  }

  /** False after a writer that died within a line, which must not swallow the next one. */
  private endsWithNewline(): boolean {
    const { size } = fstatSync(this.file);
    const last = Buffer.alloc(1);
    return size === 0 || (readSync(this.file, last, 0, 1, size - 1) === 1 && last[0] === 0x0a);
  }
}

/**
 * Makes the folder of a new run, named after the moment it begins, with its `run.json`.
 * @throws Error, one sentence, when the runs folder cannot be made or written.
 */
export function createRun(runsFolder: string, config: RunConfig, now: Date): RunRecord & { folder: string } {
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
    };
    writeFileSync(join(folder, "run.json"), `${JSON.stringify(record, null, 2)}\n`);
    return { ...record, folder };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Error(
      `The runs folder ${runsFolder} cannot be written (${reason}); choose another folder for runs or make this one writable.`,
    );
  }
}

/** The events of a log, with a sentence for each line that is damaged or was cut off. */
export function parseLog(text: string): { events: RunEvent[]; problems: string[] } {
  const events: RunEvent[] = [];
  const problems: string[] = [];
  const lines = text.split("\n");
  const unfinished = lines.pop();
  for (const [index, line] of lines.entries()) {
    const event = parseLine(line);
    if (event) events.push(event);
    else problems.push(`Line ${index + 1} of events.jsonl is damaged and was left out.`);
  }
  if (unfinished) problems.push(`Line ${lines.length + 1} of events.jsonl was cut off and was left out.`);
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

function logPath(folder: string): string {
  return join(folder, "events.jsonl");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

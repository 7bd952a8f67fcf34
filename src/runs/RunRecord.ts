import { basename } from "node:path";
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { openFile, whyUnreadable } from "../files/openFile";
import { isUtf16, textOf } from "./fileText";
import type { LogReading } from "./LogParser";
import { originSchema, type RunEvent, recordedConfigSchema, type StartedEvent, shortText } from "./RunEvent";
import { LOG, RECORD } from "./runFiles";
import { openRun } from "./runsFolder";

/** The version of the folder's layout. A record of format 1 is read as one of the present format. */
export const FORMAT = 2;

/** Nobody's notes are longer, in bytes. */
const longestRecord = 1024 * 1024;

const schema = v.object({
  format: v.pipe(
    v.picklist([1, FORMAT]),
    v.transform(() => FORMAT),
  ),
  id: v.string(),
  /** As much of it as a list can show. */
  name: shortText(200),
  /** ISO 8601. */
  created: shortText(200),
  notes: v.string(),
  tags: v.array(v.string()),
  config: recordedConfigSchema,
  /** The run and the checkpoint that this one was forked from. */
  parent: v.optional(originSchema),
});

/** What `run.json` holds. */
export type RunRecord = v.InferOutput<typeof schema>;

/** What was read of `run.json`. */
export type RecordReading = { record: RunRecord } | { record?: undefined; problem: string };

/** Never rejects: what cannot be read has a reason, as one sentence. */
export async function readRecord(folder: string): Promise<RecordReading> {
  let bytes: Buffer;
  try {
    const file = openFile(openRun(folder), RECORD);
    try {
      bytes = await file.readAll(RECORD, longestRecord);
    } finally {
      await file.close();
    }
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return {
      problem: isMissing
        ? damagedRecord
        : l10n.t("run.json cannot be read ({0}): {1}.", whyUnreadable(error), instead),
    };
  }
  if (isUtf16(bytes))
    return { problem: l10n.t("run.json is UTF-16 text, so {0}; save it as UTF-8.", instead) };
  try {
    return { record: v.parse(schema, JSON.parse(textOf(bytes))) };
  } catch {
    return { problem: damagedRecord };
  }
}

/** Whether either of the two files is there that tell of a run, or something in the place of one. */
export function holdsRun(path: string): boolean {
  try {
    const folder = openRun(path);
    return (folder.look(RECORD) ?? folder.look(LOG)) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Each of a run's two files tells what the other has lost: the log's first event how the run was made, `run.json` how
 * it began. Where both tell, the log is believed, whose lines have checksums. Undefined when neither tells: then the
 * folder holds no run.
 */
export function reconcile(
  id: string,
  reading: RecordReading,
  { events, problems }: LogReading,
): (LogReading & { record: RunRecord }) | undefined {
  const { record } = reading;
  const [first] = events;
  if (first?.type !== "started") {
    if (problems.length === 0 && hasLostBeginning(events)) problems = [lostBeginning];
    return record && { record, events: [startOf(record), ...events], problems };
  }
  if (record) return { record: { ...record, config: first.config }, events, problems };
  return { record: recordOf(id, first), events, problems: [reading.problem, ...problems] };
}

/**
 * A run as those see it who show its events: from a started event on, and with a warning at the end for each part of
 * its folder that is damaged.
 */
export async function eventsToShow(folder: string, reading: LogReading): Promise<RunEvent[]> {
  const { events, problems } = reconcile(basename(folder), await readRecord(folder), reading) ?? reading;
  return [...events, ...problems.map(damageWarning)];
}

export function damageWarning(message: string): RunEvent {
  return { type: "warning", message };
}

const instead = l10n.t("its folder's name and its log are used instead");
const damagedRecord = l10n.t("run.json is missing, damaged or of another version: {0}.", instead);

const lostBeginning = l10n.t(
  "The first lines of events.jsonl are lost, and with them what they recorded of the run.",
);

/** A trainer that died before its first word is told of by others, and the run then resumed from its beginning. */
function hasLostBeginning(events: readonly RunEvent[]): boolean {
  const first = events.find(({ type }) => type !== "ended");
  return first !== undefined && !(first.type === "resumed" && first.checkpoint === null);
}

function recordOf(id: string, { time, config, parent }: StartedEvent): RunRecord {
  const record: RunRecord = { format: FORMAT, id, name: id, created: time, notes: "", tags: [], config };
  if (!parent) return record;
  const { losses: _, epochs: __, ...origin } = parent;
  return { ...record, parent: origin };
}

/** The machine and the parent's curve are what only the log knew. */
function startOf({ created, config, parent }: RunRecord): StartedEvent {
  const start: StartedEvent = { type: "started", time: created, config };
  return parent ? { ...start, parent: { ...parent, losses: [], epochs: [] } } : start;
}

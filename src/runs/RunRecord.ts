import { basename } from "node:path";
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { openFile, whyUnreadable } from "../files/openFile";
import { advised } from "../text/sentences";
import { foreignPart, foreignText, textOf } from "./fileText";
import type { LogReading } from "./LogParser";
import {
  type FoldEvent,
  originSchema,
  type RunEvent,
  recordedConfigSchema,
  type StartedEvent,
  shortText,
} from "./RunEvent";
import { isRunFolder } from "./remains";
import { RECORD } from "./runFiles";
import { openRun, type RunFolder } from "./runsFolder";

/** The version of the layout of a run's folder. A record of format 1 is converted when it is read. */
export const FORMAT = 2;

/** Largest number of bytes of `run.json`. A longer file is not read. */
const longestRecord = 1024 * 1024;

const schema = v.object({
  format: v.pipe(
    v.picklist([1, FORMAT]),
    v.transform(() => FORMAT),
  ),
  id: v.string(),
  /**
   * The local time at which the run was made, with a number if another run was made in the same second. Lists show this
   * text for a run without a name in `labels.json`.
   */
  name: shortText(200),
  /** ISO 8601. */
  created: shortText(200),
  config: recordedConfigSchema,
  /** The run and the checkpoint at which this run was forked. */
  parent: v.optional(originSchema),
});

const newerSchema = v.object({ format: v.pipe(v.number(), v.gtValue(FORMAT)) });

/** The content of `run.json`. */
export type RunRecord = v.InferOutput<typeof schema>;

/** The result of reading `run.json`. `isNewer`: true if a newer version of this product wrote the file. */
export type RecordReading = { record: RunRecord } | { record?: undefined; problem: string; isNewer?: true };

/** Reads `run.json` of a folder. Never rejects: the problem of a file that cannot be read is one sentence. */
export async function readRecord(folder: RunFolder): Promise<RecordReading> {
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
  const foreign = foreignText(bytes);
  if (foreign) return { problem: foreignPart(RECORD, foreign, instead) };
  try {
    const content: unknown = JSON.parse(textOf(bytes));
    if (v.is(newerSchema, content)) return { problem: newerRecord, isNewer: true };
    return { record: v.parse(schema, content) };
  } catch {
    return { problem: damagedRecord };
  }
}

/** Whether a newer version of this product made a run. Such a run must not be written to. */
export async function isOfNewerVersion(folder: RunFolder): Promise<boolean> {
  const reading = await readRecord(folder);
  return "isNewer" in reading;
}

/** Whether a path is the folder of a run, as {@link isRunFolder} decides. False if the folder cannot be opened. */
export function holdsRun(path: string): boolean {
  try {
    return isRunFolder(openRun(path));
  } catch {
    return false;
  }
}

/**
 * Combines `run.json` and the log of a run. If `run.json` cannot be read, the record is made from the first event of
 * the log. If the log has lost its first event (`started`), the event is made from `run.json`. If neither is lost, the
 * log's configuration is used, since the lines of the log have checksums. Adds to the problems what was lost.
 * @returns undefined if neither file describes a run
 */
export function reconcile<Event = RunEvent>(
  id: string,
  reading: RecordReading,
  { events, problems, hasUnnamedDamage = false }: LogReading<Event>,
): (LogReading<Event> & { record: RunRecord }) | undefined {
  const { record } = reading;
  const [first] = events as FoldEvent[];
  if (first?.type !== "started") {
    const isReported = problems.length > 0 || hasUnnamedDamage;
    if (!isReported && hasLostBeginning(events as FoldEvent[])) problems = [lostBeginning];
    return record && { record, events: [startOf(record), ...events], problems };
  }
  if (record) return { record: { ...record, config: first.config }, events, problems };
  return { record: recordOf(id, first), events, problems: [reading.problem, ...problems] };
}

/**
 * The events of a run for a view. The first one is a `started` event, if `run.json` or the log describes the run's
 * start. The last ones are a warning for each problem with the run's files.
 */
export async function eventsToShow<Event>(
  folder: string,
  reading: LogReading<Event>,
): Promise<(Event | RunEvent)[]> {
  const { events, problems } = reconcile(basename(folder), await readRecord(folder), reading) ?? reading;
  return [...events, ...problems.map(damageWarning)];
}

export function damageWarning(message: string): RunEvent {
  return { type: "warning", message };
}

const instead = l10n.t("its folder's name and its log are used instead");
const damagedRecord = l10n.t("run.json is missing or damaged: {0}.", instead);
const newerRecord = advised(
  l10n.t("run.json is of a newer version of Fitting Room: {0}.", instead),
  l10n.t("update Fitting Room"),
);

const lostBeginning = l10n.t(
  "The first lines of events.jsonl are lost, and with them what they recorded of the run.",
);

/**
 * Whether a log that does not begin with a `started` event has lost its first lines. If a trainer is killed before its
 * first event, the log holds only the `ended` event with which a client records the death. A resume of such a run has
 * no checkpoint. The log has lost nothing.
 */
function hasLostBeginning(events: readonly FoldEvent[]): boolean {
  const first = events.find(({ type }) => type !== "ended");
  return first !== undefined && !(first.type === "resumed" && first.checkpoint === null);
}

function recordOf(id: string, { time, config, parent }: StartedEvent): RunRecord {
  const record: RunRecord = { format: FORMAT, id, name: id, created: time, config };
  if (!parent) return record;
  const { losses: _, epochs: __, ...origin } = parent;
  return { ...record, parent: origin };
}

/**
 * The first event of a run, made from `run.json`. It lacks the environment and the parent's curve, which only the log
 * holds.
 */
function startOf({ created, config, parent }: RunRecord): StartedEvent {
  const start: StartedEvent = { type: "started", time: created, config };
  return parent ? { ...start, parent: { ...parent, losses: [], epochs: [] } } : start;
}

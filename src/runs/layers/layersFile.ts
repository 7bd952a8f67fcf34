import * as v from "valibot";
import { foreignFile, foreignText } from "../fileText";
import { inJson } from "../inert";
import { isSealed, seal } from "../logLine";
import { LAYERS } from "../runFiles";
import { openRun, type RunFolder } from "../runsFolder";
import { type LayerRecord, layerRecordSchema } from "./LayerRecord";

/**
 * Largest number of bytes of `layers.jsonl` that are read. The file of a run of ten million steps has a tenth of this
 * number.
 */
const LONGEST_FILE = 64 * 1024 * 1024;

/** A record as a line of `layers.jsonl`, with the newline: JSON with a checksum as in `events.jsonl`. */
export function encodeLayers(record: LayerRecord): string {
  return `${seal(inJson(JSON.stringify(record)))}\n`;
}

/** The record in a line. The line has no newline. Undefined for a damaged line. */
export function decodeLayers(line: Buffer): LayerRecord | undefined {
  if (!isSealed(line)) return undefined;
  try {
    const { success, output } = v.safeParse(layerRecordSchema, JSON.parse(line.toString()));
    return success ? output : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The records of a run's layers in the order of their steps; none if the file is missing. Damaged lines are left out. A
 * record whose step is not after the step of the previous record is left out, too.
 * @param steps number of steps that the run has done; records of later steps are left out
 * @throws UnsafeFileError, also for a file of more than {@link LONGEST_FILE} bytes; Error of the file system; Error
 * with a one-sentence message for a foreign text
 */
export function readLayers(folder: RunFolder, steps: number): LayerRecord[] {
  const run = openRun(folder);
  if (!run.look(LAYERS)) return [];
  const bytes = run.read(LAYERS, LONGEST_FILE);
  const foreign = foreignText(bytes);
  if (foreign) throw new Error(foreignFile(LAYERS, foreign));
  const records: LayerRecord[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf("\n", from);
    const line = bytes.subarray(from, end === -1 ? bytes.length : end);
    from += line.length + 1;
    const record = decodeLayers(line);
    if (record && record.step < steps && record.step > (records.at(-1)?.step ?? -1)) records.push(record);
  }
  return records;
}

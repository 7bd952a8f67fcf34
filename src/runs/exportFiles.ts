/** Exported files for other programs: a table with a row for each run, or the series of each run's metrics. */
import { basename, dirname, extname } from "node:path";
import { foldEvents } from "./applyEvent";
import { type Column, columns, type Row, valuesOf } from "./columns";
import { type Cell, csvLine } from "./csv";
import { inJson } from "./inert";
import type { RunState } from "./RunState";
import { RunStore, type RunSummary } from "./RunStore";
import { seriesPoints } from "./seriesPoints";
import { nextTurn } from "./turns";

export const exportFormats = ["csv", "json"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Endings of files with tables in formats that are not written. */
const otherEndings = ["feather", "jsonl", "ndjson", "ods", "parquet", "tsv", "xls", "xlsx"];

/**
 * The format that the ending of a file's name states, such as `.json`. Undefined for the ending of a format that is not
 * written, such as `.xlsx`; CSV for any other name.
 */
export function formatOf(file: string): ExportFormat | undefined {
  const ending = extname(file).slice(1).toLowerCase();
  if (otherEndings.includes(ending)) return undefined;
  return exportFormats.find((format) => format === ending) ?? "csv";
}

/** A table with a row for each run: the run's id and the values of the columns. Yields the file in pieces. */
export function* tableFile(
  runs: readonly RunSummary[],
  format: ExportFormat,
  shown: readonly Column[] = columns,
): Generator<string> {
  if (format === "json") {
    yield* jsonArray(runs.map((run) => valuesOf(run, shown)));
    return;
  }
  yield csvLine(["id", ...shown.map(({ id }) => id)]);
  for (const run of runs) yield csvLine([run.id, ...shown.map((column) => cellOf(column, run))]);
}

function cellOf({ isNumber, value }: Column, run: Row): Cell {
  const found = value(run);
  // A seed that a JavaScript number cannot hold exactly is a text of digits.
  if (isNumber && typeof found === "string") return BigInt(found);
  return typeof found === "object" ? found.join(", ") : found;
}

/**
 * The series of runs in long form: a row for each value of each metric and for each change of the learning rate. The
 * series of a fork begin at the fork. Yields the file in pieces.
 */
export async function* seriesFile(runs: readonly RunSummary[], format: ExportFormat): AsyncGenerator<string> {
  let isFirst = true;
  yield format === "csv" ? csvLine(["run", "name", "metric", "step", "epoch", "time", "value"]) : "[";
  for (const { id, name, folder } of runs) {
    let piece = "";
    for (const { metric, step, epoch, time, value } of seriesPoints(await stateOf(folder))) {
      if (format === "csv") piece += csvLine([id, name, metric, step, epoch, time, value]);
      else {
        piece += `${isFirst ? "" : ","}\n${jsonLine({ run: id, name, metric, step, epoch, time, value })}`;
        isFirst = false;
      }
      if (piece.length < PIECE) continue;
      yield piece;
      piece = "";
      await nextTurn();
    }
    yield piece;
  }
  if (format === "json") yield "\n]\n";
}

/** Number of characters after which a piece of the file is yielded. */
const PIECE = 64 * 1024;

async function stateOf(folder: string): Promise<RunState> {
  return foldEvents((await new RunStore(dirname(folder)).read(basename(folder))).events);
}

function* jsonArray(values: readonly object[]): Generator<string> {
  yield "[";
  for (const [index, value] of values.entries()) yield `${index === 0 ? "" : ","}\n${jsonLine(value)}`;
  yield "\n]\n";
}

function jsonLine(value: object): string {
  return inJson(JSON.stringify(value));
}

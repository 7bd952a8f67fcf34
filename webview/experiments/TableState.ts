import { type Column, columnNamed, columns, type Row } from "../../src/runs/columns";
import type { Grouping } from "../../src/runs/grouping";
import type { SortKey } from "../../src/runs/sorting";
import { decisiveColumns } from "../../src/runs/varying";

/** How the table is shown. The host keeps it for the workspace. */
export interface TableState {
  filter: string;
  /** The columns by which runs are sorted, the most important first. */
  sort: readonly { column: string; isDescending: boolean }[];
  /** What the runs are grouped by: `tag`, `sameButForSeed` or the id of a column; undefined for no groups. */
  group?: string;
  /** Keys of the groups whose runs are hidden. */
  folded: readonly string[];
  /** The columns that the user shows or hides, by id. {@link visibleColumns} decides on the others. */
  shown: Readonly<Record<string, boolean>>;
  /** Ids of columns in the user's order. The other columns follow as in {@link ordinaryOrder}. */
  order: readonly string[];
  /** Widths (pixels) that the user chose, by the id of the column. */
  widths: Readonly<Record<string, number>>;
  /** Ids of the runs that the charts do not draw. */
  hidden: readonly string[];
  /** The id of the run with which the other runs are compared. */
  baseline?: string;
}

export const initialTable: TableState = {
  filter: "",
  sort: [],
  folded: [],
  shown: {},
  order: [],
  widths: {},
  hidden: [],
};

/** Ids of the first columns: as many as a narrow table has room for. */
const first = ["name", "accuracy", "status"];
/** Ids of the columns after the hyperparameters. All other columns follow in the order of {@link columns}. */
const afterwards = ["lastLoss", "validationLoss", "bestEpoch", "epochsDone", "duration", "started", "tags"];

/** Ids of the columns between {@link first} and the hyperparameters: figures that few runs have. */
const ofSome = ["validationAccuracy", "diagnoses"];

/** Ids of the columns that are shown while a listed run has a value in them, unless the user chose otherwise. */
const shownWithValues = new Set([...ofSome, "validationLoss"]);

/** Ids of the columns that are shown unless the user hides them. */
const shownAlways = new Set([...first, ...afterwards].filter((id) => !shownWithValues.has(id)));

const hyperparameterIds = columns.flatMap(({ id, hyperparameter }) => (hyperparameter ? [id] : []));
const ordinaryOrder = [
  ...new Set([...first, ...ofSome, ...hyperparameterIds, ...afterwards, ...columns.map(({ id }) => id)]),
];

/** Least and greatest width (pixels) of a column. */
export const columnWidths = { least: 40, greatest: 800 };

/** Widths (pixels) of columns whose values are longer than most. */
const ordinaryWidths: Readonly<Record<string, number>> = {
  name: 180,
  status: 100,
  started: 136,
  diagnoses: 150,
  tags: 150,
  note: 220,
  "dataset.location": 200,
};

/** Widths (pixels) of a heading: of a Latin letter on average, and of the space around the text. */
const heading = { letter: 5.8, around: 16 };

/** About the least width (pixels) of a column in which the column's heading fits into two lines. */
function headingWidth(label: string): number {
  const words = label.split(" ");
  // A Korean syllable is about twice as wide as a Latin letter. All characters after U+02FF count as twice as wide.
  const letters = (text: string) => [...text].reduce((sum, one) => sum + (one > "\u02ff" ? 2 : 1), 0);
  const lines = words.map((_, at) =>
    Math.max(letters(words.slice(0, at + 1).join(" ")), letters(words.slice(at + 1).join(" "))),
  );
  return Math.ceil(heading.letter * Math.min(...lines) + heading.around);
}

/**
 * Additional width (pixels) of a column for what is beside its values: the difference from a baseline, or the standard
 * deviation in a group.
 */
const forDifferences = 82;
const forDeviations = 30;

/**
 * Width (pixels) of the arrow beside the label of a column by which the table is sorted: alone, and with a number if
 * the table is sorted by several columns.
 */
const sortSign = { alone: 20, numbered: 32 };

/**
 * In a table narrower than `table` (pixels), the column of the names has the width `name` (pixels) by default, which
 * leaves room for a figure.
 */
const narrow = { table: 400, name: 140 };

/**
 * The width (pixels) of a column: the width that the user chose, else a width for the column's heading, its values and
 * what is beside them.
 * @param table width (pixels) of the whole table
 */
export function widthOf(
  { id, label, isNumber, better }: Column,
  state: TableState,
  table = narrow.table,
): number {
  const { widths, baseline, group, sort } = state;
  if (id === "name" && table < narrow.table) return widths[id] ?? narrow.name;
  const ordinary = Math.max(ordinaryWidths[id] ?? (isNumber ? 80 : 90), headingWidth(label));
  const further = baseline !== undefined ? forDifferences : group !== undefined ? forDeviations : 0;
  const isSorted = sort.some(({ column }) => column === id);
  const sign = isSorted && id !== "name" ? sortSign[sort.length > 1 ? "numbered" : "alone"] : 0;
  // The arrow of sorting is in the header, and what is beside the values is below it. Both can use the same room, so
  // only the larger width is added.
  return widths[id] ?? ordinary + Math.max(better ? further : 0, sign);
}

/**
 * All columns in the user's order, with the name first. Stars and the archive are left out: they have signs in other
 * columns.
 */
export function orderedColumns({ order }: TableState): Column[] {
  const ids = [...order, ...ordinaryOrder.filter((id) => !order.includes(id))];
  const all = ids
    .flatMap((id) => columnNamed(id) ?? [])
    .filter(({ id }) => id !== "starred" && id !== "archived");
  return [...all.filter(({ id }) => id === "name"), ...all.filter(({ id }) => id !== "name")];
}

/**
 * The columns that the table shows for the runs `rows`. The name is always shown. Any other column is shown or hidden
 * as the user chose. Without a choice, a column is shown if it is one of {@link shownAlways}, if it is one of
 * {@link shownWithValues} and a run has a value in it, or if it is a hyperparameter that decides the result and in
 * which the runs differ.
 */
export function visibleColumns(rows: readonly Row[], state: TableState): Column[] {
  const withValues = orderedColumns(state).filter(
    ({ id, value }) => shownWithValues.has(id) && rows.some((row) => value(row) !== undefined),
  );
  const shown = new Set([...shownAlways, ...[...decisiveColumns(rows), ...withValues].map(({ id }) => id)]);
  return orderedColumns(state).filter(({ id }) => id === "name" || (state.shown[id] ?? shown.has(id)));
}

/**
 * Moves a column by a number of places among the visible ones; a negative number moves the column to the left. The
 * column stays within the visible ones, and the name stays the first.
 */
export function moveColumn(
  state: TableState,
  visible: readonly Column[],
  id: string,
  places: number,
): TableState {
  const from = visible.findIndex((column) => column.id === id);
  const to = Math.min(visible.length - 1, Math.max(1, from + places));
  if (from < 1 || from === to) return state;
  const ids = visible.map((column) => column.id);
  ids.splice(to, 0, ...ids.splice(from, 1));
  const others = orderedColumns(state).map((column) => column.id);
  return { ...state, order: [...ids, ...others.filter((other) => !ids.includes(other))] };
}

export function resizeColumn(state: TableState, id: string, width: number): TableState {
  const bounded = Math.round(Math.min(columnWidths.greatest, Math.max(columnWidths.least, width)));
  return { ...state, widths: { ...state.widths, [id]: bounded } };
}

/**
 * Sorts by a column. The line that comes first has the best value or, where no value is better, the newest time, the
 * lowest number or the text that is first in the alphabet. If the table is sorted by the column already, the order is
 * reversed. If the order is reversed already, the column is removed from the sorting.
 * @param isFurther whether the other columns of the present sorting stay and decide first
 */
export function sortBy(state: TableState, { id, better, kind }: Column, isFurther: boolean): TableState {
  const firstDescending = better === "higher" || kind === "time";
  const present = state.sort.find(({ column }) => column === id);
  const others = isFurther ? state.sort : state.sort.filter(({ column }) => column === id);
  if (!present) return { ...state, sort: [...others, { column: id, isDescending: firstDescending }] };
  const isReversed = present.isDescending !== firstDescending;
  const next = isReversed ? [] : [{ column: id, isDescending: !firstDescending }];
  return { ...state, sort: others.flatMap((key) => (key.column === id ? next : [key])) };
}

export function sortKeys({ sort }: TableState): SortKey[] {
  return sort.flatMap(({ column: id, isDescending }) => {
    const column = columnNamed(id);
    return column ? [{ column, isDescending }] : [];
  });
}

export function groupingOf({ group }: TableState): Grouping | undefined {
  if (group === undefined) return undefined;
  if (group === "tag") return { by: "tag" };
  if (group === "sameButForSeed") return { by: "seed" };
  const column = columnNamed(group);
  return column && { by: "column", column };
}

/** The state in which the charts draw these runs too, or leave them out. */
export function withDrawn(state: TableState, ids: readonly string[], isDrawn: boolean): TableState {
  const others = state.hidden.filter((id) => !ids.includes(id));
  return { ...state, hidden: isDrawn ? others : [...others, ...ids] };
}

/**
 * The state in which the charts draw only the runs `ids`.
 * @param all the ids of all runs
 */
export function drawOnly(state: TableState, ids: readonly string[], all: readonly string[]): TableState {
  return { ...state, hidden: all.filter((id) => !ids.includes(id)) };
}

/** A copy of the list with the id added, or removed if the list has it. */
export function toggled(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
}

/**
 * Reads the state that the host kept. A member with another type, such as one of a later version, gets its initial
 * value.
 */
export function restoreTable(remembered: unknown): TableState {
  const given = (remembered ?? {}) as Partial<TableState>;
  const entries = Object.entries(initialTable).map(([key, initial]) => {
    const value: unknown = given[key as keyof TableState];
    const isSame = typeof value === typeof initial && Array.isArray(value) === Array.isArray(initial);
    return [key, isSame && value !== null ? value : initial];
  });
  const texts = (["group", "baseline"] as const).filter((key) => typeof given[key] === "string");
  return { ...Object.fromEntries(entries), ...Object.fromEntries(texts.map((key) => [key, given[key]])) };
}

import { type ChartLine, nearestIndex } from "../figures/chartLine";
import type { Cursor, HoverRow, LoadValues } from "../figures/hoverRows";
import type { Range } from "../figures/plotScale";
import type { Plot } from "./Painter";

/** Share of the visible x axis by which the Page keys move. */
const page = 0.05;

export interface PlotKeyOptions {
  lines: readonly ChartLine[];
  rows: readonly HoverRow[];
  /** The row among `rows` of the line that the keys move along; undefined if there are no rows. */
  current: HoverRow | undefined;
  plot: Plot;
  cursor: Cursor | undefined;
  inspect: (cursor: Cursor | undefined) => void;
  loadValues: LoadValues;
  /** Whether all lines are of one run. The values of all lines at a place are then read out together. */
  isOneRun: boolean;
  isZoomed: boolean;
  setRange: (range: Range) => void;
  select: ((lineId: string) => void) | undefined;
  reset: () => void;
}

/**
 * The keys of a plot. Left and Right move by one logged value, Page keys by {@link page}, Home and End to the ends of a
 * line; without an inspected place, an arrow key begins at the end of the line. Up and Down change the line; in a chart
 * of one run, Up is Right and Down is Left, as in any slider. Enter selects the line. Escape ends the reading; the next
 * Escape resets the zoom. Other keys keep their default action.
 */
export function usePlotKeys(options: PlotKeyOptions): (event: KeyboardEvent) => void {
  const { lines, rows, current, plot, cursor, inspect } = options;
  const line = current?.line ?? lines.find(({ isHighlighted }) => isHighlighted) ?? lines[0];

  const show = (x: number | undefined, lineId = line?.id) => {
    if (x === undefined) return;
    inspect({ x, ...(lineId !== undefined && { lineId }) });
    const { min, max } = plot.x;
    if (x >= min && x <= max) return;
    const middle = (max - min) / 2;
    options.setRange(plot.x.isLog ? [Math.min(min, x), Math.max(max, x)] : [x - middle, x + middle]);
  };
  // The place that a key has chosen. If no key has, the place of the current row; without a row, the end of the line.
  const here = cursor && cursor.pointer === undefined ? cursor.x : (current?.x ?? line?.series.extent?.[1]);
  const moveBy = async (offset: number, from = here) => {
    if (!line || from === undefined) return;
    if (line.series.isWhole) return show(neighbour(line, from, offset));
    // The line was thinned, so that its points may lack the next value.
    const [value] = await options.loadValues([line.id], from, offset).catch(() => []);
    show(value?.x);
  };
  const turnPage = (direction: 1 | -1) => {
    const { min, max, at, valueAt } = plot.x;
    const from = here ?? max;
    const to = valueAt(at(from) + direction * page * (at(max) - at(min)));
    const [first, last] = line?.series.extent ?? [from, from];
    return moveBy(0, Math.min(last, Math.max(first, to)));
  };
  const changeLine = (direction: 1 | -1) => {
    const index = rows.findIndex((row) => row.line.id === line?.id);
    if (!cursor || !current || index < 0) return show(line?.series.extent?.[1]);
    // Lines are ordered by value and not by distance, so that the order does not depend on the current line.
    const byValue = [...rows].sort((a, b) => b.drawn - a.drawn);
    const at = byValue.indexOf(rows[index]!);
    const next = byValue[Math.min(byValue.length - 1, Math.max(0, at + direction))]!;
    show(cursor.x, next.line.id);
  };
  const back = () => moveBy(cursor ? -1 : 0);
  const forward = () => moveBy(cursor ? 1 : 0);
  const actions: Record<string, () => unknown> = {
    ArrowLeft: back,
    ArrowRight: forward,
    PageDown: () => turnPage(-1),
    PageUp: () => turnPage(1),
    Home: () => show(line?.series.extent?.[0]),
    End: () => show(line?.series.extent?.[1]),
    ArrowUp: () => (options.isOneRun ? forward() : changeLine(-1)),
    ArrowDown: () => (options.isOneRun ? back() : changeLine(1)),
    Enter: () => line && options.select?.(line.id),
    ...(cursor && { Escape: () => inspect(undefined) }),
    ...(!cursor && options.isZoomed && { Escape: options.reset }),
  };
  return (event) => {
    const act = actions[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    void act();
  };
}

/**
 * The place of the value nearest to `from` (direction 0), or of the value before (-1) or after (1) the nearest one.
 * Without a value in that direction, the place of the nearest one. Undefined for a line without values.
 */
function neighbour({ series: { raw } }: ChartLine, from: number, direction: number): number | undefined {
  const index = raw && nearestIndex(raw, from);
  if (!raw || index === undefined) return undefined;
  for (let next = index + direction; direction !== 0 && next >= 0 && next < raw.x.length; next += direction)
    if (Number.isFinite(raw.y[next]!)) return raw.x[next];
  return raw.x[index];
}

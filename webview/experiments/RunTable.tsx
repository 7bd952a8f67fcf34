import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import type { Column } from "../../src/runs/columns";
import type { Stroke } from "../../src/runs/runColours";
import { strings } from "../strings";
import { useScrolled } from "../useScrolled";
import { CellEditor, type EditedColumn, editedColumns } from "./CellEditor";
import { GroupLine } from "./GroupLine";
import { type Cell, cellId, gridKey } from "./gridKeys";
import { RunLine } from "./RunLine";
import { all, extend, nothing, only, type Selection, toggle } from "./selection";
import { headerKey, TableHeader } from "./TableHeader";
import { orderedColumns, type TableState, toggled, widthOf, withDrawn } from "./TableState";
import type { TableLine } from "./tableLines";

/** Height (pixels) of a line, and of the header. */
const LINE = 24;
const HEADER = 36;
/** Number of lines that are drawn above and below the visible ones. */
const BEYOND = 8;
/** Widths (pixels) of the two columns before the name: the eye (whether the charts draw the run), and the star. */
const SIGNS = [30, 24];

export interface RunTableProps {
  lines: readonly TableLine[];
  columns: readonly Column[];
  state: TableState;
  setState: (state: TableState) => void;
  selection: Selection;
  select: (selection: Selection) => void;
  baseline?: ExperimentRow;
  /** How the charts draw each run. */
  strokes: ReadonlyMap<string, Stroke>;
  /** The names of the listed runs, which differ from each other (see `distinctNames`). */
  names: ReadonlyMap<string, string>;
  /** How the charts draw the mean of each group; undefined if they draw single runs. */
  groupStrokes: ReadonlyMap<string, Stroke> | undefined;
  /**
   * The id of the run whose line gets the focus whenever this object is replaced. An id of no listed run has no effect.
   */
  revealed?: { id: string };
  actions: TableActions;
  /** Why the text of a cell cannot be written, in one sentence; undefined for a valid text. */
  problemOf: (run: ExperimentRow, column: EditedColumn, text: string) => string | undefined;
}

export interface TableActions {
  show: (id: string) => void;
  star: (ids: string[], on: boolean) => void;
  delete: (ids: string[]) => void;
  /** Writes the text of a cell: a name, tags with commas between them, or a note. */
  write: (run: ExperimentRow, column: EditedColumn, text: string) => void;
  /** Opens the menu of actions at a place of the page (pixels). */
  openMenu: (ids: string[], place: { x: number; y: number }) => void;
  /** Undoes this window's latest change of labels or deletion of runs, whichever was later. */
  undo: () => void;
}

/**
 * The runs as a grid by the ARIA pattern: one cell has the focus, and keys move the focus. Of the lines that are not
 * pinned, only those in or near the visible part are drawn.
 */
export function RunTable(props: RunTableProps) {
  const { lines, columns, state, setState, selection, select, actions } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const view = useScrolled(scroller, { top: 0, height: 600, width: 600 });
  const [active, moveTo] = useState<Cell & { key?: string; run?: string }>({ line: 0, column: SIGNS.length });
  const [edited, setEdited] = useState<{ key: string; column: EditedColumn }>();

  const runLines = lines.filter((line) => line.kind === "run");
  const order = [...new Set(runLines.map(({ run }) => run.id))];
  const meantOrder = [...new Set(runLines.filter(({ isMeant }) => isMeant).map(({ run }) => run.id))];
  const widths = [...SIGNS, ...columns.map((column) => widthOf(column, state, view.width))];
  const width = widths.reduce((sum, one) => sum + one, 0);
  const template = widths.map((px) => `${px}px`).join(" ");
  const runOf = (line: TableLine | undefined) => (line?.kind === "run" ? line.run.id : undefined);
  const setActive = (cell: Cell) =>
    moveTo({ ...cell, key: lines[cell.line]?.key, run: runOf(lines[cell.line]) });
  // The focus stays on its line when the lines are sorted anew, and on its run when they are grouped anew.
  const isMoved = active.run !== undefined && lines[active.line]?.key !== active.key;
  const movedTo = isMoved ? lineOf(lines, active.run!, active.key) : -1;
  const at: Cell = {
    line: movedTo >= 0 ? movedTo : Math.min(active.line, lines.length - 1),
    column: Math.min(active.column, SIGNS.length + columns.length - 1),
  };
  const line = lines[at.line];
  /** Number of lines that stay in view above the others: 1 if there is a baseline, else 0. */
  const pinned = lines[0]?.kind === "run" && lines[0].isPinned ? 1 : 0;

  useEffect(() => {
    const to = props.revealed ? lineOf(lines, props.revealed.id) : -1;
    if (to >= 0) setActive({ line: to, column: at.column });
  }, [props.revealed]);

  // Scrolls to the cell with the focus, which the header and the fixed columns must not cover.
  useLayoutEffect(() => {
    const element = scroller.current!;
    if (at.line >= pinned) {
      const top = at.line * LINE;
      const visible = element.clientHeight - HEADER;
      if (top - pinned * LINE < element.scrollTop) element.scrollTop = top - pinned * LINE;
      else if (top + LINE > element.scrollTop + visible) element.scrollTop = top + LINE - visible;
    }
    const cell = element.querySelector<HTMLElement>(`#${CSS.escape(cellId(at))}`);
    const { scrollTop } = element;
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
    // The header and a pinned line are always in view, so that only sideways scrolling is needed.
    if (at.line < pinned) element.scrollTop = scrollTop;
  }, [active]);

  /** The runs that an action is for: the selected runs if the run with this id is among them, else this run. */
  const meant = (id: string) =>
    selection.ids.has(id) ? order.filter((one) => selection.ids.has(one)) : [id];
  const edit = (key: string, column: EditedColumn) => setEdited({ key, column });

  /** Draws runs in the charts, or leaves them out if all of them are drawn. */
  const draw = (ids: readonly string[]) =>
    setState(withDrawn(state, ids, !ids.every((id) => !state.hidden.includes(id))));
  const listed = [
    ...new Set(
      lines.flatMap((one) => (one.kind === "run" ? [one.run.id] : one.group.runs.map(({ id }) => id))),
    ),
  ];

  const activate = ({ line, column }: Cell) => {
    if (line < 0 && column === 0) draw(listed);
    const target = lines[line];
    if (!target) return;
    if (target.kind === "group") setState({ ...state, folded: toggled(state.folded, target.group.key) });
    else if (column === 0) draw([target.run.id]);
    else if (column === 1) actions.star(meant(target.run.id), !target.run.labels.starred);
    else actions.show(target.run.id);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (edited || event.target !== scroller.current) return;
    const move = gridKey(event, at, {
      lines: lines.length,
      columns: SIGNS.length + columns.length,
      page: Math.max(1, Math.floor(view.height / LINE) - 2),
    });
    const run = line?.kind === "run" ? line.run : undefined;
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    const header = at.line < 0 ? columns[at.column - SIGNS.length] : undefined;
    const changed = header && headerKey(event, header, columns, state);
    if (header && changed) {
      setState(changed);
      // The focus stays on a column that was moved.
      const to = visibleColumnsAfter(changed, columns).indexOf(header.id);
      if (event.altKey && to >= 0) setActive({ line: -1, column: to + SIGNS.length });
      return done();
    }
    if (line?.kind === "group" && at.line >= 0 && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      if (line.isFolded === (event.key === "ArrowRight")) activate(at);
      return done();
    }
    if (move) {
      setActive(move);
      const next = lines[move.line];
      if (event.shiftKey && move.line !== at.line && next?.kind === "run")
        select(extend(selection.anchor === undefined && run ? only(run.id) : selection, next.run.id, order));
      return done();
    }
    const key = event.ctrlKey || event.metaKey ? `Ctrl+${event.key.toLowerCase()}` : event.key;
    const keys: Record<string, (() => void) | undefined> = {
      " ": run && (() => select(toggle(selection, run.id))),
      Enter: () => activate(at),
      "Ctrl+a": () => select(all(meantOrder, selection.anchor)),
      "Ctrl+z": event.shiftKey ? undefined : () => actions.undo(),
      Escape: () => select(nothing),
      F2: run && (() => edit(line!.key, editable(columns[at.column - SIGNS.length]))),
      Delete: run && (() => actions.delete(meant(run.id))),
      ContextMenu: run && (() => openMenu(run.id)),
      F10: run && event.shiftKey ? () => openMenu(run.id) : undefined,
    };
    const press = keys[key];
    if (!press) return;
    done();
    press();
  };

  const openMenu = (id: string) => {
    const box = scroller.current!.querySelector(`#${CSS.escape(cellId(at))}`)?.getBoundingClientRect();
    actions.openMenu(meant(id), { x: box?.left ?? 0, y: box?.bottom ?? 0 });
  };

  const press = (event: MouseEvent, run: ExperimentRow, cell: Cell) => {
    setActive(cell);
    scroller.current?.focus();
    if (cell.column < SIGNS.length) return activate(cell);
    if (event.shiftKey) select(extend(selection, run.id, order));
    else if (event.ctrlKey || event.metaKey) select(toggle(selection, run.id));
    else select(only(run.id));
  };

  const first = Math.max(0, Math.floor(view.top / LINE) - BEYOND);
  const last = Math.min(lines.length, Math.ceil((view.top + view.height) / LINE) + BEYOND);
  const drawn = [
    ...lines.slice(0, pinned).map((one, index) => ({ one, index })),
    ...lines
      .slice(Math.max(first, pinned), last)
      .map((one, offset) => ({ one, index: Math.max(first, pinned) + offset })),
  ];
  return (
    <div
      class={`run-table ${pinned > 0 ? "with-pinned" : ""}`}
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={strings.experiments.table}
      aria-multiselectable
      aria-rowcount={lines.length + 1}
      aria-colcount={SIGNS.length + columns.length}
      aria-activedescendant={edited ? undefined : cellId(at)}
      onKeyDown={onKeyDown}
      style={{ "--columns": template }}
    >
      <TableHeader
        columns={columns}
        signs={SIGNS.length}
        width={view.width}
        active={at.line < 0 ? at.column : undefined}
        state={state}
        setState={setState}
        isAllDrawn={!listed.some((id) => state.hidden.includes(id))}
        drawAll={() => draw(listed)}
        focus={(column) => {
          setActive({ line: -1, column });
          scroller.current?.focus();
        }}
      />
      <div class="lines" role="rowgroup" style={{ height: `${lines.length * LINE}px`, width: `${width}px` }}>
        {drawn.map(({ one, index }) => {
          const place = { index, top: index * LINE, active: index === at.line ? at.column : undefined };
          if (one.kind === "group")
            return (
              <GroupLine
                key={one.key}
                {...place}
                group={one.group}
                stroke={props.groupStrokes?.get(one.group.key)}
                columns={columns}
                isFolded={one.isFolded}
                hasDifferences={props.baseline !== undefined}
                toggle={() => {
                  setActive({ line: index, column: SIGNS.length });
                  activate({ line: index, column: SIGNS.length });
                }}
              />
            );
          const { run } = one;
          return (
            <RunLine
              key={one.key}
              {...place}
              run={run}
              hasNamesake={props.names.get(run.id) !== run.name}
              isPinned={one.isPinned}
              columns={columns}
              baseline={props.baseline}
              stroke={
                one.groupKey === undefined ? props.strokes.get(run.id) : props.groupStrokes?.get(one.groupKey)
              }
              isSelected={selection.ids.has(run.id)}
              isDrawn={!state.hidden.includes(run.id)}
              editor={
                edited?.key === one.key ? (
                  <CellEditor
                    run={run}
                    column={edited.column}
                    problemOf={(text) => props.problemOf(run, edited.column, text)}
                    close={(text) => {
                      setEdited(undefined);
                      scroller.current?.focus();
                      if (text !== undefined) actions.write(run, edited.column, text);
                    }}
                  />
                ) : undefined
              }
              editedColumn={edited?.key === one.key ? edited.column : undefined}
              press={(event, column) => press(event, run, { line: index, column })}
              open={(column) => {
                const target = columns[column - SIGNS.length];
                if (isEditable(target)) edit(one.key, editable(target));
                else if (column >= SIGNS.length) actions.show(run.id);
              }}
              openMenu={(event) => {
                event.preventDefault();
                setActive({ line: index, column: at.column });
                if (!selection.ids.has(run.id)) select(only(run.id));
                actions.openMenu(meant(run.id), { x: event.clientX, y: event.clientY });
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

/**
 * Index of the line with a key. If no line has the key, or no key is given: index of the last line of the run, which is
 * the run's pinned line only if the run has no other line. -1 if the run has no line either.
 */
function lineOf(lines: readonly TableLine[], run: string, key?: string): number {
  const own = lines.findIndex((line) => line.key === key);
  if (own >= 0) return own;
  const isOfRun = (line: TableLine) => line.kind === "run" && line.run.id === run;
  return lines.findLastIndex(isOfRun);
}

/** The ids of `columns` in the order that `state` gives them. */
function visibleColumnsAfter(state: TableState, columns: readonly Column[]): string[] {
  const shown = new Set(columns.map(({ id }) => id));
  return orderedColumns(state).flatMap(({ id }) => (shown.has(id) ? [id] : []));
}

function isEditable(column: Column | undefined): boolean {
  return editedColumns.some((id) => id === column?.id);
}

/** The column to edit: `column` if it can be edited, else the name. */
function editable(column: Column | undefined): EditedColumn {
  return editedColumns.find((id) => id === column?.id) ?? "name";
}

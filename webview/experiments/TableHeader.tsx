import type { Column } from "../../src/runs/columns";
import { Icon } from "../components/Icon";
import { strings } from "../strings";
import { cellId } from "./gridKeys";
import { columnWidths, moveColumn, resizeColumn, sortBy, type TableState, widthOf } from "./TableState";

/** Pixels by which a key changes a column's width. */
const STEP = 10;

/**
 * The header of the table. A click sorts, with Shift by a further column. Dragging a column moves it; dragging its edge
 * resizes it. The keys, with the focus on a header cell: Enter sorts, Alt with an arrow moves the column, Shift with an
 * arrow resizes it.
 */
export function TableHeader(props: {
  columns: readonly Column[];
  /** Number of columns before `columns` that contain only a sign, such as the star. */
  signs: number;
  /** Width (pixels) of the table. */
  width: number;
  /** Index of the cell with the focus; undefined if a line has the focus. */
  active: number | undefined;
  state: TableState;
  setState: (state: TableState) => void;
  /** Whether the charts draw all runs of the table. */
  isAllDrawn: boolean;
  /** Makes the charts draw all runs of the table or, if they draw all of them already, none. */
  drawAll: () => void;
  focus: (column: number) => void;
}) {
  const { columns, signs, active, state, setState, focus } = props;
  const words = strings.experiments.header;
  const sign = (column: number) => ({
    role: "columnheader" as const,
    id: cellId({ line: -1, column }),
    "aria-colindex": column + 1,
    class: active === column ? "active" : undefined,
  });
  return (
    <div class="line header-line" role="row" aria-rowindex={1}>
      <span
        {...sign(0)}
        title={words.drawAll}
        onClick={() => {
          focus(0);
          props.drawAll();
        }}
      >
        <Icon name={props.isAllDrawn ? "eye" : "eyeClosed"} />
        <span class="visually-hidden">{words.drawn}</span>
      </span>
      <span {...sign(1)} title={words.starred}>
        <span class="visually-hidden">{words.starred}</span>
      </span>
      {columns.map((column, offset) => {
        const index = offset + signs;
        const at = state.sort.findIndex((key) => key.column === column.id);
        const key = state.sort[at];
        return (
          <span
            key={column.id}
            role="columnheader"
            id={cellId({ line: -1, column: index })}
            aria-colindex={index + 1}
            aria-sort={key ? (key.isDescending ? "descending" : "ascending") : "none"}
            title={words.hint(column.label)}
            class={[
              column.isNumber ? "number" : "",
              active === index ? "active" : "",
              `of-${column.id.replaceAll(".", "-")}`,
            ].join(" ")}
            draggable={column.id !== "name"}
            onClick={(event) => {
              focus(index);
              setState(sortBy(state, column, event.shiftKey));
            }}
            onDragStart={(event) => event.dataTransfer?.setData("text/fitting-room-column", column.id)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              const id = event.dataTransfer?.getData("text/fitting-room-column");
              const from = columns.findIndex((one) => one.id === id);
              if (id && from > 0) setState(moveColumn(state, columns, id, offset - from));
            }}
          >
            <span class="label">{column.label}</span>
            {key && (
              <span class="sort">
                <Icon name={key.isDescending ? "arrowDown" : "arrowUp"} />
                {state.sort.length > 1 && (
                  <>
                    <span aria-hidden>{at + 1}</span>
                    <span class="visually-hidden">{words.sortKey(at + 1)}</span>
                  </>
                )}
              </span>
            )}
            <Edge
              width={widthOf(column, state, props.width)}
              resize={(width) => setState(resizeColumn(state, column.id, width))}
            />
          </span>
        );
      })}
    </div>
  );
}

/** The edge of a column. Dragging the edge changes the column's width. */
function Edge({ width, resize }: { width: number; resize: (width: number) => void }) {
  return (
    <span
      class="edge"
      draggable={false}
      onClick={(event) => event.stopPropagation()}
      onPointerDown={(event) => {
        event.preventDefault();
        event.stopPropagation();
        const target = event.currentTarget as HTMLElement;
        const from = event.clientX;
        target.setPointerCapture(event.pointerId);
        const move = (moved: PointerEvent) => resize(width + moved.clientX - from);
        target.addEventListener("pointermove", move);
        target.addEventListener("pointerup", () => target.removeEventListener("pointermove", move), {
          once: true,
        });
      }}
    />
  );
}

/** The state after a key was pressed in the header cell of a column; undefined for a key without a meaning there. */
export function headerKey(
  event: Pick<KeyboardEvent, "key" | "shiftKey" | "altKey">,
  column: Column,
  columns: readonly Column[],
  state: TableState,
): TableState | undefined {
  const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.key === "Enter") return sortBy(state, column, event.shiftKey);
  if (direction === undefined) return undefined;
  if (event.altKey) return moveColumn(state, columns, column.id, direction);
  if (!event.shiftKey) return undefined;
  const width = widthOf(column, state) + direction * STEP;
  return width < columnWidths.least ? state : resizeColumn(state, column.id, width);
}

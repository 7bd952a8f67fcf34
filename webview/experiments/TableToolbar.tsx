import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import type { Column } from "../../src/runs/columns";
import { columnNamed } from "../../src/runs/columns";
import { varyingColumns } from "../../src/runs/varying";
import { IconButton } from "../components/IconButton";
import { strings } from "../strings";
import { FilterBox } from "./FilterBox";
import { groupingOf, type TableState } from "./TableState";
import type { TableContent } from "./tableLines";
import { type ShownParts, shownParts } from "./viewState";

/** Pixels from the left and from the top of the page. */
interface Place {
  x: number;
  y: number;
}

/** The toolbar above the table: filter, grouping, shown parts of the view, comparison, drawing, columns and export. */
export function TableToolbar(props: {
  rows: readonly ExperimentRow[];
  content: TableContent;
  state: TableState;
  setState: (state: TableState) => void;
  selected: number;
  compare: () => void;
  /** Draws only the selected runs in the charts. */
  drawSelected: () => void;
  openColumns: (place: Place) => void;
  openExport: (place: Place) => void;
  parts: ShownParts;
  setParts: (parts: ShownParts) => void;
  focusTable: () => void;
}) {
  const { rows, content, state, setState } = props;
  const words = strings.experiments;
  const groups = groupColumns(rows, state);
  return (
    <div class="table-toolbar" role="toolbar" aria-label={words.tools}>
      <FilterBox
        text={state.filter}
        rows={rows}
        error={content.error}
        change={(filter) => setState({ ...state, filter })}
        leave={props.focusTable}
      />
      <label class="group-choice">
        <span>{words.group.by}</span>
        <select
          value={state.group ?? ""}
          onChange={(event) =>
            setState({ ...state, group: event.currentTarget.value || undefined, folded: [] })
          }
        >
          <option value="">{words.group.nothing}</option>
          <option value="sameButForSeed">{words.group.seed}</option>
          <option value="tag">{words.group.tag}</option>
          {groups.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label class="group-choice">
        <span>{words.parts.label}</span>
        <select
          value={props.parts}
          onChange={(event) => props.setParts(event.currentTarget.value as ShownParts)}
        >
          {shownParts.map((one) => (
            <option key={one} value={one}>
              {words.parts[one]}
            </option>
          ))}
        </select>
      </label>
      <span class="tools">
        <IconButton
          icon="compare"
          label={props.selected < 2 ? words.compare.needsTwo : words.compare.open(props.selected)}
          isDisabled={props.selected < 2}
          press={props.compare}
        />
        <IconButton
          icon="eye"
          label={words.drawSelected(props.selected)}
          isDisabled={props.selected === 0}
          press={props.drawSelected}
        />
        <IconButton
          icon="columns"
          label={words.columnsPicker.title}
          press={(event) => props.openColumns(placeBelow(event))}
        />
        <IconButton
          icon="export"
          label={words.exports.open}
          press={(event) => props.openExport(placeBelow(event))}
        />
      </span>
    </div>
  );
}

/** The place of a menu below the button that opens it. */
function placeBelow(event: MouseEvent): Place {
  const { left, bottom } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return { x: left, y: bottom + 4 };
}

/**
 * The columns that the choice of a grouping offers after its fixed options: the status, the hyperparameters in which
 * the runs differ, and the column by which the runs are grouped at present.
 */
function groupColumns(rows: readonly ExperimentRow[], state: TableState): Column[] {
  const offered = [columnNamed("status")!, ...varyingColumns(rows)];
  const grouping = groupingOf(state);
  const chosen = grouping?.by === "column" ? grouping.column : undefined;
  return chosen && !offered.includes(chosen) ? [...offered, chosen] : offered;
}

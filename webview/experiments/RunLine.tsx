import type { ComponentChildren } from "preact";
import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import type { Column } from "../../src/runs/columns";
import { differenceText } from "../../src/runs/comparison";
import type { Stroke } from "../../src/runs/runColours";
import { Icon } from "../components/Icon";
import { RunSwatch } from "../components/RunSwatch";
import { strings } from "../strings";
import { cellId } from "./gridKeys";

export interface RunLineProps {
  index: number;
  top: number;
  /** Index of the cell with the focus; undefined where another line has it. */
  active: number | undefined;
  run: ExperimentRow;
  columns: readonly Column[];
  baseline: ExperimentRow | undefined;
  stroke: Stroke | undefined;
  isSelected: boolean;
  isDrawn: boolean;
  editor: ComponentChildren;
  editedColumn: string | undefined;
  press: (event: MouseEvent, column: number) => void;
  open: (column: number) => void;
  openMenu: (event: MouseEvent) => void;
}

/** A run's line of the table. */
export function RunLine(props: RunLineProps) {
  const { index, run, columns, active } = props;
  const { starred, archived } = run.labels;
  const words = strings.experiments;
  const cell = (column: number) => ({
    id: cellId({ line: index, column }),
    "aria-colindex": column + 1,
    class: active === column ? "active" : undefined,
    onClick: (event: MouseEvent) => props.press(event, column),
    onDblClick: () => props.open(column),
  });
  return (
    <div
      class={`line ${props.isSelected ? "selected" : ""} ${archived ? "archived" : ""}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.isSelected}
      style={{ transform: `translateY(${props.top}px)` }}
      onContextMenu={props.openMenu}
    >
      <span
        role="gridcell"
        {...cell(0)}
        aria-label={props.isDrawn ? words.drawn : words.notDrawn}
        title={words.draw}
      >
        <Icon name={props.isDrawn ? "eye" : "eyeClosed"} />
      </span>
      <span
        role="gridcell"
        {...cell(1)}
        aria-label={starred ? words.starred : words.notStarred}
        title={words.star}
      >
        <Icon name={starred ? "star" : "starEmpty"} />
      </span>
      {columns.map((column, offset) => {
        const text = column.text(run);
        const isEdited = props.editedColumn === column.id;
        const at = offset + 2;
        return (
          <span
            key={column.id}
            role={column.id === "name" ? "rowheader" : "gridcell"}
            title={isEdited ? undefined : titleOf(column, run, text)}
            {...cell(at)}
            class={[
              column.isNumber ? "number" : "",
              active === at ? "active" : "",
              `of-${column.id.replaceAll(".", "-")}`,
            ].join(" ")}
          >
            {isEdited ? (
              props.editor
            ) : (
              <CellText
                column={column}
                run={run}
                text={text}
                baseline={props.baseline}
                stroke={props.stroke}
              />
            )}
          </span>
        );
      })}
    </div>
  );
}

function CellText(props: {
  column: Column;
  run: ExperimentRow;
  text: string;
  baseline?: ExperimentRow;
  stroke?: Stroke;
}) {
  const { column, run, text, baseline, stroke } = props;
  const words = strings.experiments;
  switch (column.id) {
    case "name":
      return (
        <>
          {stroke && <RunSwatch {...stroke} />}
          <span class="run-name">{text}</span>
          {run.problems.length > 0 && (
            <span class="sign" title={run.problems.join("\n")}>
              <Icon name="warning" />
              <span class="visually-hidden">{words.problems(run.problems.join(" "))}</span>
            </span>
          )}
          {baseline?.id === run.id && <span class="badge">{words.baseline}</span>}
          {run.labels.archived && <span class="badge">{words.archived}</span>}
        </>
      );
    case "status":
      return (
        <>
          <Icon name={run.state.status} />
          {text}
        </>
      );
    case "tags":
      return run.labels.tags.map((tag) => (
        <span class="tag" key={tag}>
          {tag}
        </span>
      ));
    default: {
      const delta =
        baseline && baseline.id !== run.id && column.better ? differenceText(column, run, baseline) : "";
      return delta ? (
        <>
          {text} <span class={`delta ${isBetter(column, delta) ? "better" : "worse"}`}>{delta}</span>
        </>
      ) : (
        text
      );
    }
  }
}

function isBetter({ better }: Column, delta: string): boolean {
  return (better === "higher") === delta.startsWith("+");
}

function titleOf(column: Column, run: ExperimentRow, text: string): string {
  if (column.id === "note") return run.labels.note;
  return text === "" ? "" : `${column.label}: ${text}`;
}

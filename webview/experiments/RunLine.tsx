import type { ComponentChildren } from "preact";
import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import type { Column } from "../../src/runs/columns";
import { runSignName } from "../../src/runs/isAtChance";
import type { Stroke } from "../../src/runs/runColours";
import { Icon, type IconName } from "../components/Icon";
import { RunSwatch } from "../components/RunSwatch";
import { strings } from "../strings";
import { Delta } from "./Delta";
import { cellId } from "./gridKeys";

export interface RunLineProps {
  index: number;
  top: number;
  /** Index of the cell with the focus; undefined if another line has the focus. */
  active: number | undefined;
  run: ExperimentRow;
  /** Whether another run has the same name, so that the run's folder is shown. */
  hasNamesake: boolean;
  /** Whether the line stays in view above the other lines when the table is scrolled. */
  isPinned: boolean;
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
      class={[
        "line",
        props.isPinned ? "pinned" : "",
        props.isSelected ? "selected" : "",
        archived ? "archived" : "",
      ].join(" ")}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.isSelected}
      style={props.isPinned ? undefined : { transform: `translateY(${props.top}px)` }}
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
                hasNamesake={props.hasNamesake}
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
  hasNamesake: boolean;
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
          {props.hasNamesake && <span class="run-folder quiet">{run.id}</span>}
          {run.problems.length > 0 && (
            <span class="sign" title={run.problems.join("\n")}>
              <Icon name="warning" />
              <span class="visually-hidden">{words.problems(run.problems.join(" "))}</span>
            </span>
          )}
          {baseline?.id === run.id && <Badge text={words.baseline} icon="baseline" />}
          {run.labels.archived && <Badge text={words.archived} icon="archive" />}
        </>
      );
    case "status":
      return (
        <>
          <Icon name={runSignName(run.state)} />
          {text}
          {runSignName(run.state) === "guessing" && <span class="visually-hidden">, {words.guessing}</span>}
        </>
      );
    case "tags":
      return run.labels.tags.map((tag, index) => (
        <>
          {index > 0 && <span class="visually-hidden">, </span>}
          <span class="tag" key={tag}>
            {tag}
          </span>
        </>
      ));
    default:
      return (
        <>
          {text}
          {baseline && column.better && (
            <>
              {" "}
              <span class="delta-place">
                <Delta column={column} run={run} baseline={baseline} />
              </span>
            </>
          )}
        </>
      );
  }
}

/**
 * A word beside the name of a run; in a narrow column only an icon, with the word as its title. The hidden comma makes
 * a screen reader pause before the word.
 */
function Badge({ text, icon }: { text: string; icon: IconName }) {
  return (
    <>
      <span class="visually-hidden">, </span>
      <span class="badge" title={text}>
        <Icon name={icon} />
        <span class="word">{text}</span>
      </span>
    </>
  );
}

function titleOf(column: Column, run: ExperimentRow, text: string): string {
  if (column.id === "note") return run.labels.note;
  if (column.id === "status" && runSignName(run.state) === "guessing")
    return `${column.label}: ${text}, ${strings.experiments.guessing}`;
  if (text === "") return "";
  const isOfBest = column.id === "accuracy" || column.id === "bestEpoch";
  return isOfBest && run.state.best?.validationAccuracy !== undefined
    ? strings.experiments.ofBestByValidation(column.label, text)
    : `${column.label}: ${text}`;
}

import type { ExperimentRow, ExperimentsAction } from "../../src/protocol/experimentsProtocol";
import { IconButton } from "../components/IconButton";
import { strings } from "../strings";
import { cellProblem } from "./cellProblem";
import type { ExperimentsData } from "./ExperimentsModel";
import { NoLines } from "./NoLines";
import { RunTable, type RunTableProps } from "./RunTable";
import { drawOnly } from "./TableState";
import { TableToolbar } from "./TableToolbar";
import type { TableContent } from "./tableLines";
import type { ViewState } from "./viewState";

type Place = { x: number; y: number };

/**
 * What is open above the view, at a place of the page (pixels): a menu or a dialog, for the runs `ids` or for the
 * columns.
 */
export type Open =
  | { kind: "menu" | "tags" | "export"; ids: string[]; place: Place }
  | { kind: "columns"; place: Place };

export interface TablePaneProps
  extends Pick<
      RunTableProps,
      | "columns"
      | "state"
      | "setState"
      | "selection"
      | "select"
      | "revealed"
      | "strokes"
      | "names"
      | "groupStrokes"
      | "actions"
    >,
    Pick<ViewState, "parts">,
    Pick<ExperimentsData, "surroundings" | "removed"> {
  rows: readonly ExperimentRow[];
  content: TableContent;
  selected: readonly ExperimentRow[];
  setParts: (parts: ViewState["parts"]) => void;
  request: (action: ExperimentsAction) => void;
  open: (open: Open) => void;
  compare: () => void;
}

/** The table with its summary and toolbar, and the folders that are not opened as runs. */
export function TablePane(props: TablePaneProps) {
  const { rows, content, columns, state, setState, parts, selection, selected, request, open } = props;
  const { refused, isWhole } = props.surroundings;
  const words = strings.experiments;
  const message = [
    summary(content, selected.length, isWhole),
    ...(props.removed.length > 0 ? [words.removed(props.removed)] : []),
  ].join(" · ");
  return (
    <section class={`card runs ${parts === "charts" ? "toolbar-alone" : ""}`} aria-label={words.table}>
      <p class="quiet table-summary" aria-live="polite">
        {message}
      </p>
      <TableToolbar
        rows={rows}
        content={content}
        state={state}
        setState={setState}
        selected={selected.length}
        drawSelected={() =>
          setState(
            drawOnly(
              state,
              selected.map(({ id }) => id),
              rows.map(({ id }) => id),
            ),
          )
        }
        compare={props.compare}
        openColumns={(place) => open({ kind: "columns", place })}
        openExport={(place) =>
          open({
            kind: "export",
            ids: (selected.length > 0 ? selected : content.meant).map(({ id }) => id),
            place,
          })
        }
        parts={parts}
        setParts={props.setParts}
        focusTable={() => document.querySelector<HTMLElement>(".run-table")?.focus()}
      />
      {parts !== "charts" && (
        <div class="table-area">
          <RunTable
            revealed={props.revealed}
            strokes={props.strokes}
            names={props.names}
            groupStrokes={props.groupStrokes}
            lines={content.lines}
            columns={columns}
            state={state}
            setState={setState}
            selection={selection}
            select={props.select}
            baseline={rows.find(({ id }) => id === state.baseline)}
            actions={props.actions}
            problemOf={(run, column, text) => cellProblem(rows, refused, run, column, text)}
          />
          <NoLines content={content} state={state} setState={setState} />
        </div>
      )}
      {refused.length > 0 && (
        <details class="refused">
          <summary>{words.refused(refused.length)}</summary>
          <ul>
            {refused.map(({ id, refusal }) => (
              <li key={id}>
                {refusal}
                <IconButton
                  icon="trash"
                  label={words.deleteRefused(id)}
                  press={() => request({ kind: "delete", runIds: [id] })}
                />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** How many runs are shown, left out and selected, in one line. */
function summary(content: TableContent, selected: number, isWhole: boolean): string {
  const { total, archived, isOfEarlier, exclusions } = content;
  const shown = content.meant.length;
  const words = strings.experiments.summary;
  return [
    shown === total ? words.all(total) : words.some(shown, total),
    ...exclusions.map(({ word, runs }) => words.excluded(word, runs)),
    content.runs.length > shown && words.besidesBaseline,
    isOfEarlier && shown + archived < total && words.ofEarlier,
    archived > 0 && words.archived(archived),
    selected > 0 && words.selected(selected),
    !isWhole && words.reading,
  ]
    .filter(Boolean)
    .join(" · ");
}

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ExperimentsAction } from "../../src/protocol/experimentsProtocol";
import type { RunFilter } from "../../src/runs/filter";
import { tagsIn } from "../../src/runs/labels";
import { ChartsPane } from "../components/ChartsPane";
import { Icon } from "../components/Icon";
import { RunsFolderCard } from "../components/RunsFolderCard";
import { strings } from "../strings";
import { Button } from "../toolkit";
import { useRemembered } from "../useRemembered";
import { ColumnsPicker } from "./ColumnsPicker";
import { ComparePanel } from "./ComparePanel";
import type { ExperimentsModel } from "./ExperimentsModel";
import { ExportMenu } from "./ExportMenu";
import { RunMenu } from "./RunMenu";
import type { TableActions } from "./RunTable";
import { Splitter } from "./Splitter";
import { nothing, only, present, type Selection } from "./selection";
import { type Open, TablePane } from "./TablePane";
import { drawOnly, type TableState, visibleColumns, withDrawn } from "./TableState";
import { TagsPopup } from "./TagsPopup";
import { tableContent } from "./tableLines";
import { useChartRows } from "./useChartRows";
import { useChartRuns } from "./useChartRuns";
import { useChartsBelow } from "./useChartsBelow";
import { restoreView, usualShare } from "./viewState";

/** The Experiments view: the runs, or why there are none to show. */
export function Experiments({ model }: { model: ExperimentsModel }) {
  const { rows, surroundings, unreachable } = model.data;
  const words = strings.experiments;
  if (unreachable && !rows)
    return (
      <main class="dashboard experiments">
        <div class="card notice failure" role="alert">
          <Icon name="failed" />
          <div>
            <p>{strings.unreachable}</p>
            <div class="notice-buttons">
              <Button appearance="secondary" onClick={() => model.refresh()}>
                <span class="label">{strings.tryAgain}</span>
              </Button>
            </div>
          </div>
        </div>
      </main>
    );
  if (!rows)
    return (
      <main class="dashboard experiments">
        <p class="quiet connecting">{words.loading}</p>
      </main>
    );
  return (
    <main class="dashboard experiments">
      <h1 class="visually-hidden">{words.title}</h1>
      {surroundings.problem && (
        <RunsFolderCard problem={surroundings.problem} request={(action) => model.request(action)} />
      )}
      {rows.length > 0 ? <Runs model={model} /> : !surroundings.problem && <NoRuns model={model} />}
    </main>
  );
}

function NoRuns({ model }: { model: ExperimentsModel }) {
  const { experiments: words, untrusted } = strings;
  const [title, text, label, kind] = model.data.surroundings.areRunsHidden
    ? ([untrusted.title, untrusted.text, untrusted.manage, "manageTrust"] as const)
    : ([words.empty, words.emptyText, strings.actions.train, "train"] as const);
  return (
    <div class="card no-runs">
      <h2>{title}</h2>
      <p>{text}</p>
      <Button appearance="primary" onClick={() => model.request({ kind })}>
        <span class="label">{label}</span>
      </Button>
    </div>
  );
}

function Runs({ model }: { model: ExperimentsModel }) {
  const rows = model.data.rows!;
  const { removed, surroundings } = model.data;
  const [kept, keep] = useRemembered(
    () => restoreView(model.remembered),
    (state) => model.remember(state),
  );
  const { table: state, charts, parts, share, compareShare } = kept;
  const [chosen, select] = useState<Selection>(nothing);
  const [open, setOpen] = useState<Open>();
  const [isComparing, setComparing] = useState(false);
  /** The id of the run or the group whose line the user chose last in a chart; a new object for each choice. */
  const [revealed, setRevealed] = useState<{ id: string }>();
  const filter = useRef<RunFilter>(undefined);
  const chartsArea = useRef<HTMLDivElement>(null);
  const rowsOfCharts = useChartRows(chartsArea, parts !== "table");
  const chartsBelow = useChartsBelow(chartsArea, parts !== "table");
  const isFitted = parts === "both" && share === undefined;

  const setState = (table: TableState) => keep({ table });
  const content = useMemo(() => tableContent(rows, state, filter.current), [rows, state]);
  filter.current = content.filter;
  const columns = useMemo(() => visibleColumns(content.runs, state), [content.runs, state]);
  const ids = useMemo(() => new Set(rows.map(({ id }) => id)), [rows]);
  const selection = useMemo(() => present(chosen, ids), [chosen, ids]);
  const { strokes, tableStrokes, names, ofGroups, ...drawn } = useChartRuns(rows, content, state, selection);
  const selected = content.runs.filter(({ id }) => selection.ids.has(id));
  const knownTags = useMemo(() => [...new Set(rows.flatMap(({ labels }) => labels.tags))].sort(), [rows]);

  useEffect(() => {
    document.body.dataset.runs = String(rows.length);
    document.body.dataset.shown = String(content.meant.length);
  });

  const request = (action: ExperimentsAction) => void model.request(action);
  const setBaseline = (id: string | undefined) => setState({ ...state, baseline: id });
  const runsOf = (wanted: readonly string[]) =>
    wanted.flatMap((id) => rows.find((row) => row.id === id) ?? []);
  const actions: TableActions = {
    show: (runId) => request({ kind: "show", runId }),
    star: (runIds, on) => request({ kind: "star", runIds, on }),
    delete: (runIds) => request({ kind: "delete", runIds }),
    write: ({ id, labels }, column, text) => {
      if (column === "name") return request({ kind: "rename", runId: id, name: text.trim() });
      if (column === "note") return request({ kind: "note", runId: id, note: text });
      const tags = tagsIn(text);
      const added = tags.filter((tag) => !labels.tags.includes(tag));
      const removed = labels.tags.filter((tag) => !tags.includes(tag));
      request({ kind: "tag", runIds: [id], added, removed });
    },
    openMenu: (of, place) => setOpen({ kind: "menu", ids: of, place }),
    undo: () => request({ kind: "undo" }),
  };
  const close = () => {
    setOpen(undefined);
    document.querySelector<HTMLElement>(".run-table")?.focus();
  };
  // When only the charts change, such as their smoothing, the table stays the same object, so that Preact does not
  // render it again.
  const table = useMemo(
    () => (
      <TablePane
        rows={rows}
        surroundings={surroundings}
        removed={removed}
        content={content}
        columns={columns}
        state={state}
        setState={setState}
        parts={parts}
        setParts={(next) => keep({ parts: next })}
        selection={selection}
        select={select}
        selected={selected}
        revealed={revealed}
        strokes={strokes}
        names={names}
        groupStrokes={ofGroups}
        actions={actions}
        request={request}
        open={setOpen}
        compare={() => setComparing(true)}
      />
    ),
    [rows, surroundings, removed, content, columns, state, parts, selection, revealed, strokes, ofGroups],
  );
  return (
    <>
      {parts !== "table" && (
        <div
          ref={chartsArea}
          class="charts-area"
          style={{
            flex:
              parts === "charts"
                ? "1"
                : isFitted
                  ? `0 0 ${rowsOfCharts ? `${rowsOfCharts.height}px` : "auto"}`
                  : `0 1 ${share}%`,
            "--columns": rowsOfCharts?.columns,
            "--plot": isFitted && rowsOfCharts ? `${rowsOfCharts.plot}px` : undefined,
          }}
        >
          <ChartsPane
            {...drawn}
            state={charts}
            setState={(next) => keep({ charts: next })}
            below={chartsBelow}
            loadSeries={model.loadSeries}
            loadGroups={model.loadGroups}
            loadValues={model.loadValues}
            onSelect={(id) => {
              select(only(id));
              setRevealed({ id });
            }}
            save={model.save}
          />
        </div>
      )}
      {parts === "both" && (
        <Splitter
          label={strings.experiments.splitter}
          share={share ?? Math.round((100 * (rowsOfCharts?.height ?? 0)) / (rowsOfCharts?.view ?? 1))}
          change={(next) => keep({ share: next })}
          reset={() => keep({ share: undefined })}
        />
      )}
      {table}
      {isComparing && selected.length > 1 && (
        <Splitter
          label={strings.experiments.compare.height}
          isOfBelow
          share={compareShare}
          change={(next) => keep({ compareShare: next })}
          reset={() => keep({ compareShare: usualShare })}
        />
      )}
      {isComparing && selected.length > 1 && (
        <ComparePanel
          runs={selected}
          strokes={tableStrokes}
          names={names}
          share={compareShare}
          baseline={rows.find(({ id }) => id === state.baseline)}
          setBaseline={setBaseline}
          copy={(text) => request({ kind: "copyText", text })}
          close={() => setComparing(false)}
        />
      )}
      {open?.kind === "columns" && (
        <ColumnsPicker place={open.place} visible={columns} state={state} setState={setState} close={close} />
      )}
      {open?.kind === "menu" && (
        <RunMenu
          place={open.place}
          runs={runsOf(open.ids)}
          baseline={state.baseline}
          setBaseline={setBaseline}
          request={request}
          compare={() => setComparing(true)}
          isDrawn={!open.ids.some((id) => state.hidden.includes(id))}
          setDrawn={(isDrawn) => setState(withDrawn(state, open.ids, isDrawn))}
          drawOnly={() => setState(drawOnly(state, open.ids, [...ids]))}
          editTags={() => setOpen({ ...open, kind: "tags" })}
          openExport={() => setOpen({ ...open, kind: "export" })}
          close={close}
        />
      )}
      {open?.kind === "export" && (
        <ExportMenu
          place={open.place}
          runs={content.runs.filter(({ id }) => open.ids.includes(id))}
          columns={columns}
          request={request}
          close={close}
        />
      )}
      {open?.kind === "tags" && (
        <TagsPopup
          place={open.place}
          runs={runsOf(open.ids)}
          known={knownTags}
          change={(added, removed) => request({ kind: "tag", runIds: open.ids, added, removed })}
          close={close}
        />
      )}
    </>
  );
}

import * as l10n from "@vscode/l10n";
import {
  Disposable,
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  type TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  Uri,
} from "vscode";
import type { Column } from "../runs/columns";
import { type ForkTree, forkTree } from "../runs/forkTree";
import type { RunState } from "../runs/RunState";
import type { RefusedRun, RunSummary } from "../runs/RunStore";
import { type Stroke, strokeOf, strokesOf } from "../runs/runColours";
import { isAllowed } from "../runs/transitions";
import { varyingColumns } from "../runs/varying";
import { MarkdownText } from "./MarkdownText";
import { Pace } from "./Pace";
import { runDescription, runSignName } from "./runFigures";
import { runSign } from "./runSign";
import { runTooltip, startedText } from "./runTooltip";
import type { Session } from "./Session";
import { statusLabel } from "./statusLabel";
import { onThemeChange, themeKind, treeItem, views } from "./window";

/** Time (ms) between two refreshes of the live runs. */
const PAUSE_MS = 1000;
/**
 * Time (ms) after which the run on display is selected. A click shows a run before this process knows that it has
 * selected the row, and a selection would then end one of several rows that the user has made since.
 */
const SELECT_MS = 500;

/** Why the runs folder cannot be read; shown in the place of the runs. */
interface FolderProblem {
  problem: string;
}

/** The row with the archived runs below it. */
interface Archive {
  archived: readonly RunSummary[];
}

export type Row = RunSummary | RefusedRun | FolderProblem | Archive;

/** The runs as the tree arranges them. */
interface Arrangement {
  listed: ForkTree;
  archive: Archive;
  /** How charts draw each run. */
  strokes: ReadonlyMap<string, Stroke>;
  /** The hyperparameters in which the listed runs differ. */
  varying: readonly Column[];
}

/**
 * The tree of runs, newest first, forks below their parents, with live runs up to date. Archived runs come last,
 * followed by the folders that are not opened as runs.
 */
export class RunsTree implements TreeDataProvider<Row> {
  private readonly subscriptions: Disposable;
  private readonly changed = new EventEmitter<Row | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: TreeView<Row>;
  /** Ids of the runs with new events since the last refresh. */
  private readonly outdated = new Set<string>();
  private arranged: Arrangement | undefined;
  private selecting: NodeJS.Timeout | undefined;
  /** The run on display that was selected last. */
  private selected: string | undefined;

  constructor(private readonly session: Session) {
    const pace = new Pace(
      () => PAUSE_MS,
      () => this.refreshOutdated(),
    );
    this.view = views.createTreeView("fittingRoom.runs", {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.subscriptions = Disposable.from(
      this.changed,
      pace,
      this.view,
      session.list.onDidChange(() => this.refresh()),
      session.onDidChangeDisplayed(() => this.refresh()),
      onThemeChange(() => this.refresh()),
      session.onDidTrain(({ run, event }) => {
        if (event.type === "steps" || event.type === "data") return;
        // These name the parent of a fork and the hyperparameters of the run, which decide on all rows.
        if (event.type === "started" || event.type === "inherited") return this.refresh();
        this.outdated.add(run.id);
        pace.ask();
      }),
      this.view.onDidChangeVisibility(() => this.selectSoon()),
    );
  }

  /** The runs that are selected in the tree. */
  get selection(): RunSummary[] {
    return this.view.selection.filter(isRun);
  }

  /** The folders that are selected in the tree and not opened as runs. */
  get refusedSelection(): RefusedRun[] {
    return this.view.selection.filter(isRefused);
  }

  dispose(): void {
    clearTimeout(this.selecting);
    this.subscriptions.dispose();
  }

  async getChildren(parent?: Row): Promise<Row[]> {
    if (parent) {
      if ("archived" in parent) return [...parent.archived];
      return isRun(parent) ? [...this.arrangement.listed.forksOf(parent)] : [];
    }
    await this.session.restore();
    const { refused, problem } = this.session.list;
    const { listed, archive } = this.arrangement;
    return [
      ...(problem === undefined ? [] : [{ problem }]),
      ...listed.roots,
      ...(archive.archived.length > 0 ? [archive] : []),
      ...refused,
    ];
  }

  getParent(row: Row): Row | undefined {
    if (!isRun(row)) return undefined;
    return row.labels.archived ? this.arrangement.archive : this.arrangement.listed.parentOf(row);
  }

  getTreeItem(row: Row): TreeItem {
    if ("problem" in row) return warningItem(l10n.t("Runs folder"), row.problem);
    if ("archived" in row) return archiveItem(row);
    return isRefused(row) ? refusedItem(row) : this.runItem(row);
  }

  private get arrangement(): Arrangement {
    this.arranged ??= arrange(this.session.list.runs);
    return this.arranged;
  }

  private runItem(run: RunSummary): TreeItem {
    const { state, labels } = run;
    const { listed, varying, strokes } = this.arrangement;
    const isShown = run.folder === this.session.displayed?.folder;
    const figures = runDescription(run, varying);
    const shown = isShown ? [l10n.t("shown")] : [];
    const item = treeItem({
      label: labels.starred ? `${run.name} ★` : run.name,
      description: [...(figures === "" ? [] : [figures]), ...shown].join(" · "),
      tooltip: runTooltip(run),
      spoken: [
        run.name,
        ...(labels.starred ? [l10n.t("starred")] : []),
        ...shown,
        statusLabel(state.status),
        figures,
        startedText(run),
      ]
        .filter((text) => text !== "")
        .join(", "),
    });
    const sign = runSign(runSignName(state), strokes.get(run.id) ?? strokeOf(run), themeKind());
    item.iconPath = Uri.from({ scheme: "data", path: `image/svg+xml,${encodeURIComponent(sign)}` });
    item.contextValue = contextValue(run);
    item.command = { command: "fittingRoom.showRun", title: l10n.t("Show Run"), arguments: [run] };
    const hasForks = !labels.archived && listed.forksOf(run).length > 0;
    if (hasForks) item.collapsibleState = TreeItemCollapsibleState.Expanded;
    // A row that gets its first fork needs another id, since VS Code would keep it collapsed under the old one.
    item.id = hasForks ? `${run.id}/` : run.id;
    return item;
  }

  private refresh(): void {
    this.arranged = undefined;
    this.changed.fire(undefined);
    this.selectSoon();
  }

  private refreshOutdated(): void {
    for (const run of this.session.list.runs) if (this.outdated.has(run.id)) this.changed.fire(run);
    this.outdated.clear();
  }

  private selectSoon(): void {
    clearTimeout(this.selecting);
    this.selecting = setTimeout(() => this.selectDisplayed(), SELECT_MS);
  }

  /**
   * Selects the run on display once it changes. A row of a view that the user has closed is not selected, as that would
   * open the view.
   */
  private selectDisplayed(): void {
    const { displayed, list } = this.session;
    if (!displayed || !this.view.visible || this.selected === displayed.id) return;
    const run = list.runs.find(({ folder }) => folder === displayed.folder);
    if (!run || run.labels.archived) return;
    this.selected = run.id;
    if (this.selection.some(({ id }) => id === run.id)) return;
    this.view.reveal(run, { select: true, focus: false }).then(undefined, () => {
      // The row was replaced meanwhile. The next refresh selects it.
      this.selected = undefined;
    });
  }
}

function isRun(row: Row): row is RunSummary {
  return "state" in row;
}

function isRefused(row: Row): row is RefusedRun {
  return "refusal" in row;
}

function arrange(runs: readonly RunSummary[]): Arrangement {
  const listed = runs.filter(({ labels }) => !labels.archived);
  return {
    listed: forkTree(listed),
    archive: { archived: runs.filter(({ labels }) => labels.archived) },
    strokes: strokesOf([...runs].reverse()),
    varying: varyingColumns(listed),
  };
}

function warningItem(label: string, sentence: string): TreeItem {
  const item = treeItem({
    label,
    description: sentence,
    tooltip: new MarkdownText().paragraph(sentence),
    spoken: [label, sentence].join(", "),
  });
  item.iconPath = new ThemeIcon("warning", new ThemeColor("list.warningForeground"));
  return item;
}

function refusedItem({ id, refusal }: RefusedRun): TreeItem {
  const item = warningItem(id, refusal);
  item.id = id;
  item.contextValue = "refused";
  return item;
}

function archiveItem({ archived }: Archive): TreeItem {
  const label = l10n.t("Archived");
  const description = String(archived.length);
  const tooltip = new MarkdownText().paragraph(l10n.t("Runs that you have archived"));
  const item = treeItem({ label, description, tooltip, spoken: [label, description].join(", ") });
  item.id = "archive";
  item.iconPath = new ThemeIcon("archive");
  item.collapsibleState = TreeItemCollapsibleState.Collapsed;
  return item;
}

/** The words that conditions of the context menu in package.json test. */
function contextValue({ state, labels }: { state: RunState; labels: RunSummary["labels"] }): string {
  const words = ["run", labels.starred ? "starred" : "unstarred", labels.archived ? "archived" : "listed"];
  if (state.errorCode === "divergence") words.push("diverged");
  else if (isAllowed(state.status, "resumeRun"))
    words.push(state.status === "finished" ? "finished" : "resumable");
  if (state.checkpoints.length > 0) words.push("forkable");
  return words.join(" ");
}

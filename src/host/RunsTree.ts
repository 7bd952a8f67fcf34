import * as l10n from "@vscode/l10n";
import {
  commands,
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
import type { Contact } from "../protocol/dashboardProtocol";
import { Pace } from "../protocol/Pace";
import type { Column } from "../runs/columns";
import { namesakes } from "../runs/distinctNames";
import { type ForkTree, forkTree } from "../runs/forkTree";
import { runSignName } from "../runs/isAtChance";
import type { RunState } from "../runs/RunState";
import type { RefusedRun, RunSummary } from "../runs/RunStore";
import { type Stroke, strokeOf, strokesOf } from "../runs/runColours";
import { isAllowed } from "../runs/transitions";
import { varyingColumns } from "../runs/varying";
import type { DetachedRun } from "./DetachedRuns";
import { MarkdownText } from "./MarkdownText";
import { contactText, runRowTexts } from "./runRowTexts";
import { runSign } from "./runSign";
import { runTooltip } from "./runTooltip";
import type { Session } from "./Session";
import { statusLabel } from "./statusLabel";
import { describeView, onThemeChange, themeKind, treeItem, views } from "./window";
import { nameOfSelected, onDidChangeFolders } from "./workspaceFolders";

/** Time (ms) between two updates of the rows of live runs. */
const PAUSE_MS = 1000;
/** The second argument of the command `showRun` when the user has chosen the run's row. */
export const CHOSEN_ROW = "row";

/** The row with {@link RunsList.problem}: why runs may be missing in the list. */
interface FolderProblem {
  problem: string;
}

/** The row with the archived runs below it. */
interface Archive {
  archived: readonly RunSummary[];
}

/** The row of a run with a living trainer whose log was not read yet. */
interface Unread {
  unread: DetachedRun;
}

export type Row = RunSummary | RefusedRun | FolderProblem | Archive | Unread;

/** The values that the rows show. A refresh finds the changed rows by comparing the values with the previous ones. */
interface Drawn {
  /** A text that states which rows there are, in which order, and below which row each one stands. */
  structure: string;
  /** A text of the values that all rows of runs depend on, such as the theme. */
  shared: string;
  /** The object of each run in the list of runs, by run id. A run that has changed has another object. */
  runs: ReadonlyMap<string, RunSummary>;
  /** Why this window is not connected to the trainer of each detached run, by run id. */
  contacts: ReadonlyMap<string, Contact>;
}

/** The runs as the tree arranges them. */
interface Arrangement {
  listed: ForkTree;
  archive: Archive;
  /** The colour and dash pattern of each run's line in charts, by run id. */
  strokes: ReadonlyMap<string, Stroke>;
  /** The hyperparameters in which the listed runs differ. */
  varying: readonly Column[];
  /** The ids of the runs that have the name of another run. */
  shared: ReadonlySet<string>;
}

/**
 * The tree of runs, newest first, forks below their parents, with live runs up to date. Before them, the runs with a
 * living trainer whose logs were not read yet. A row with the archived runs follows, then the folders that are not opened
 * as runs. A problem of the runs folder is the first row.
 */
export class RunsTree implements TreeDataProvider<Row> {
  private readonly subscriptions: Disposable;
  private readonly changed = new EventEmitter<Row[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: TreeView<Row>;
  /** Ids of the runs with events that {@link refreshOutdated} has not shown yet. */
  private readonly outdated = new Set<string>();
  private arranged: Arrangement | undefined;
  /**
   * The rows of the listed runs, by run id. VS Code identifies a row by its object. A row is therefore updated in
   * place, so that a command of the row's menu still receives the row.
   */
  private readonly rows = new Map<string, RunSummary>();
  /** The values that the rows showed after the last refresh. */
  private drawn: Drawn = {
    structure: "",
    shared: "",
    runs: new Map(),
    contacts: new Map(),
  };
  /** The id of the run whose row was selected last, by {@link selectDisplayed} or by the user. */
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
    this.nameFolder();
    this.subscriptions = Disposable.from(
      this.changed,
      pace,
      this.view,
      session.list.onDidChange(() => this.refresh()),
      session.onDidChangeDisplayed(() => this.refresh()),
      session.onDidChangeTraining(() => this.refresh()),
      onThemeChange(() => this.refresh()),
      onDidChangeFolders(() => this.nameFolder()),
      session.onDidTrain(({ run, event }) => {
        if (event.type === "steps" || event.type === "data") return;
        // These events state the parent and the hyperparameters of the run, on which the rows of all runs depend.
        if (event.type === "started" || event.type === "inherited") return this.refresh();
        this.outdated.add(run.id);
        pace.ask();
      }),
      this.view.onDidChangeVisibility(() => {
        this.refreshOutdated();
        this.selectDisplayed();
      }),
    );
  }

  get selection(): RunSummary[] {
    return this.view.selection.filter(isRun);
  }

  /** The folders that are selected in the tree and not opened as runs. */
  get refusedSelection(): RefusedRun[] {
    return this.view.selection.filter(isRefused);
  }

  /**
   * Selects the row with the focus, unless several rows are selected. VS Code does not tell extensions which row has the
   * focus: the arrow keys move only the focus, and the selected row may be another one.
   * @returns the runs, and the folders that are not opened as runs, that are selected then; none on a heading
   */
  async selectFocused(): Promise<readonly (RunSummary | RefusedRun)[]> {
    if (this.view.selection.length < 2) await commands.executeCommand("list.selectAndPreserveFocus");
    return [...this.selection, ...this.refusedSelection];
  }

  /**
   * Called when the user has chosen a run's row, so that {@link selectDisplayed} does not select the row again. VS Code
   * updates `view.selection` late: a second selection of the row could end a selection of several rows that the user
   * has made meanwhile.
   */
  rowWasChosen(run: Pick<RunSummary, "id">): void {
    this.selected = run.id;
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  async getChildren(parent?: Row): Promise<Row[]> {
    if (parent) {
      if ("archived" in parent) return [...parent.archived];
      return isRun(parent) ? [...this.arrangement.listed.forksOf(parent)] : [];
    }
    void this.session.restore().catch(() => undefined);
    await Promise.race([this.session.listed(), this.hasUnread()]);
    const { refused, problem } = this.session.list;
    const { listed, archive } = this.arrangement;
    return [
      ...(problem === undefined ? [] : [{ problem }]),
      ...this.unread.map((unread) => ({ unread })),
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
    if ("unread" in row) return unreadItem(row);
    return isRefused(row) ? refusedItem(row) : this.runItem(row);
  }

  /** Shows the name of the workspace folder beside the view's title, if there is another folder to select. */
  private nameFolder(): void {
    describeView(this.view, nameOfSelected());
  }

  /** The detached runs that are not listed. */
  private get unread(): readonly DetachedRun[] {
    const { detached, list } = this.session;
    return detached.filter(({ id }) => !list.runs.some((run) => run.id === id));
  }

  /** Resolves when the living trainers were found, if a run is {@link unread} then. Otherwise stays pending. */
  private async hasUnread(): Promise<void> {
    await this.session.found();
    if (this.unread.length === 0) await new Promise(() => {});
  }

  private get arrangement(): Arrangement {
    this.arranged ??= arrange(this.session.list.runs.map((run) => this.rowOf(run)));
    return this.arranged;
  }

  /** The row of a listed run, with the run's present values. */
  private rowOf(run: RunSummary): RunSummary {
    const row = this.rows.get(run.id) ?? { ...run };
    this.rows.set(run.id, row);
    return Object.assign(row, run);
  }

  private runItem(run: RunSummary): TreeItem {
    const { state, labels } = run;
    const { listed, varying, strokes, shared } = this.arrangement;
    const isShown = run.folder === this.session.displayed?.folder;
    const contact = this.drawn.contacts.get(run.id);
    const texts = runRowTexts(run, { varying, isShown, isNamesake: shared.has(run.id), contact });
    const item = treeItem({ ...texts, tooltip: runTooltip(run) });
    const sign = runSign(runSignName(state), strokes.get(run.id) ?? strokeOf(run), themeKind());
    item.iconPath = Uri.from({ scheme: "data", path: `image/svg+xml,${encodeURIComponent(sign)}` });
    item.contextValue = contextValue(run);
    item.command = {
      command: "fittingRoom.showRun",
      title: l10n.t("Show Run"),
      arguments: [run, CHOSEN_ROW],
    };
    const hasForks = !labels.archived && listed.forksOf(run).length > 0;
    if (hasForks) item.collapsibleState = TreeItemCollapsibleState.Expanded;
    // A row that gets its first fork needs another id, since VS Code would keep it collapsed under the old one.
    item.id = hasForks ? `${run.id}/` : run.id;
    return item;
  }

  /**
   * Updates the changed rows. VS Code reads all rows again only if rows were added, removed or moved. While VS Code
   * reads the rows, a command of a row's menu receives no row.
   */
  private refresh(): void {
    this.arranged = undefined;
    const before = this.drawn;
    this.drawn = this.nowDrawn();
    const { structure, shared, runs, contacts } = this.drawn;
    if (structure !== before.structure) this.changed.fire(undefined);
    else {
      const isOld = (id: string) =>
        shared !== before.shared ||
        runs.get(id) !== before.runs.get(id) ||
        contacts.get(id) !== before.contacts.get(id);
      const old = [...runs.keys()].filter(isOld).map((id) => this.rows.get(id)!);
      if (old.length > 0) this.changed.fire(old);
    }
    this.selectDisplayed();
  }

  private nowDrawn(): Drawn {
    const { list, displayed, detached } = this.session;
    const { listed, archive, strokes, varying, shared } = this.arrangement;
    const runs = new Map(list.runs.map((run) => [run.id, run]));
    for (const id of this.rows.keys()) if (!runs.has(id)) this.rows.delete(id);
    const shape = (run: RunSummary): unknown => [run.id, listed.forksOf(run).map(shape)];
    const archived = archive.archived.map(({ id }) => id);
    return {
      structure: JSON.stringify([list.problem, listed.roots.map(shape), archived, list.refused, this.unread]),
      shared: JSON.stringify([
        displayed?.folder,
        themeKind(),
        varying.map(({ id }) => id),
        [...strokes],
        [...shared],
      ]),
      runs,
      contacts: new Map(detached.map(({ id, contact }) => [id, contact])),
    };
  }

  /** Updates the rows of the runs with new events. While the view is hidden, these rows wait until it is shown. */
  private refreshOutdated(): void {
    if (!this.view.visible) return;
    const old = this.session.list.runs.filter(({ id }) => this.outdated.has(id));
    this.outdated.clear();
    if (old.length > 0) this.changed.fire(old.map((run) => this.rowOf(run)));
  }

  /**
   * Selects the row of the run on display, once each time another run is displayed. Does nothing if the run is archived
   * or not listed, or if the view is hidden, since a selection would show the view.
   */
  private selectDisplayed(): void {
    const { displayed, list } = this.session;
    if (!displayed || !this.view.visible || this.selected === displayed.id) return;
    const listed = list.runs.find(({ folder }) => folder === displayed.folder);
    const run = listed && this.rows.get(listed.id);
    if (!run || run.labels.archived) return;
    this.selected = run.id;
    if (this.selection.some(({ id }) => id === run.id)) return;
    this.view.reveal(run, { select: true, focus: false }).then(undefined, () => {
      // The row was replaced meanwhile. The next refresh selects the new row.
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
    shared: namesakes(runs),
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
  // A live run whose folder was replaced by the refused one is listed with the same id.
  item.id = `/refused/${id}`;
  item.contextValue = "refused";
  return item;
}

function unreadItem({ unread: run }: Unread): TreeItem {
  const description = contactText(run.contact);
  const tooltip = new MarkdownText().paragraph(l10n.t("The log of this training is being read."));
  const item = treeItem({
    label: run.name,
    description,
    tooltip,
    spoken: [run.name, statusLabel("running"), description].join(", "),
  });
  // No run has this id: an id is the name of a folder, and has no slash.
  item.id = `/unread/${run.id}`;
  item.iconPath = new ThemeIcon("pulse");
  item.command = { command: "fittingRoom.showRun", title: l10n.t("Show Run"), arguments: [run] };
  return item;
}

function archiveItem({ archived }: Archive): TreeItem {
  const label = l10n.t("Archived");
  const description = String(archived.length);
  const tooltip = new MarkdownText().paragraph(l10n.t("Runs that you have archived"));
  const item = treeItem({ label, description, tooltip, spoken: [label, description].join(", ") });
  // No run has this id: an id is the name of a folder, and has no slash.
  item.id = "/archive";
  item.iconPath = new ThemeIcon("archive");
  item.collapsibleState = TreeItemCollapsibleState.Collapsed;
  return item;
}

/** The words of a row's `contextValue`. The conditions of the context menu in package.json look for these words. */
function contextValue({ state, labels }: { state: RunState; labels: RunSummary["labels"] }): string {
  const words = ["run", labels.starred ? "starred" : "unstarred", labels.archived ? "archived" : "listed"];
  if (state.errorCode === "divergence") words.push("diverged");
  else if (isAllowed(state.status, "resumeRun"))
    words.push(state.status === "finished" ? "finished" : "resumable");
  if (state.checkpoints.length > 0) words.push("forkable");
  return words.join(" ");
}

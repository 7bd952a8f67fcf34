import * as l10n from "@vscode/l10n";
import {
  Disposable,
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  type TreeItem,
} from "vscode";
import { duration, percentage } from "../runs/figures";
import type { RunState } from "../runs/RunState";
import type { RefusedRun, RunSummary } from "../runs/RunStore";
import { isAllowed } from "../runs/transitions";
import { epochsText } from "../text/amounts";
import { MarkdownText } from "./MarkdownText";
import { Pace } from "./Pace";
import { hyperparametersOf, runDescription, statusIcons } from "./runFigures";
import type { Session } from "./Session";
import { statusLabel } from "./statusLabel";
import { treeItem, views } from "./window";

/** Time (ms) between two refreshes of the live runs. */
const PAUSE_MS = 1000;

/** Why the runs folder cannot be read; shown in the place of the runs. */
interface FolderProblem {
  problem: string;
}

type Row = RunSummary | RefusedRun | FolderProblem;

/** The tree of runs, newest first, with live runs up to date, and of the folders that are not opened as runs. */
export class RunsTree implements TreeDataProvider<Row> {
  private readonly subscriptions: Disposable;
  private readonly changed = new EventEmitter<Row | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  /** Ids of the runs with new events since the last refresh. */
  private readonly outdated = new Set<string>();

  constructor(private readonly session: Session) {
    const pace = new Pace(
      () => PAUSE_MS,
      () => this.refreshOutdated(),
    );
    this.subscriptions = Disposable.from(
      this.changed,
      pace,
      session.list.onDidChange(() => this.changed.fire(undefined)),
      session.onDidChangeDisplayed(() => this.changed.fire(undefined)),
      session.onDidTrain(({ run, event }) => {
        if (event.type === "steps" || event.type === "data") return;
        this.outdated.add(run.id);
        pace.ask();
      }),
      views.registerTreeDataProvider("fittingRoom.runs", this),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  async getChildren(parent?: Row): Promise<Row[]> {
    if (parent) return [];
    await this.session.restore();
    const { runs, refused, problem } = this.session.list;
    return [...(problem === undefined ? [] : [{ problem }]), ...runs, ...refused];
  }

  getTreeItem(row: Row): TreeItem {
    if ("problem" in row) return warningItem(l10n.t("Runs folder"), row.problem);
    return "refusal" in row ? warningItem(row.id, row.refusal) : this.runItem(row);
  }

  private runItem(run: RunSummary): TreeItem {
    const { state } = run;
    const { icon, color } = statusIcons[state.status];
    // The description marks the run on display. A selection that follows this run would reopen a view that the user has
    // closed.
    const isShown = run.folder === this.session.displayed?.folder;
    const figures = runDescription(state);
    const item = treeItem({
      label: run.name,
      description: isShown ? l10n.t("shown · {0}", figures) : figures,
      tooltip: tooltip(run, state),
      spoken: [run.name, ...(isShown ? [l10n.t("shown")] : []), statusLabel(state.status), figures].join(
        ", ",
      ),
    });
    item.id = run.id;
    item.iconPath = new ThemeIcon(icon, new ThemeColor(color));
    item.contextValue = contextValue(state);
    item.command = { command: "fittingRoom.showRun", title: l10n.t("Show Run"), arguments: [run] };
    return item;
  }

  private refreshOutdated(): void {
    for (const run of this.session.list.runs) if (this.outdated.has(run.id)) this.changed.fire(run);
    this.outdated.clear();
  }
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

/** The words that conditions of the context menu in package.json test. */
function contextValue(state: RunState): string {
  const words = ["run"];
  if (state.errorCode === "divergence") words.push("diverged");
  else if (isAllowed(state.status, "resumeRun"))
    words.push(state.status === "finished" ? "finished" : "resumable");
  if (state.checkpoints.length > 0) words.push("forkable");
  return words.join(" ");
}

function tooltip(run: RunSummary, state: RunState): MarkdownText {
  const { best, config } = state;
  const text = new MarkdownText().heading(run.name, statusLabel(state.status));
  if (state.error) text.paragraph(state.error);
  for (const problem of run.problems) text.paragraph(problem);
  if (best && config) {
    const figures = l10n.t(
      "{0} test accuracy at best, in epoch {1}; {2} of {3} in {4}",
      percentage(best.testAccuracy),
      best.epoch,
      state.completeEpochs,
      epochsText(state.totalEpochs ?? config.epochs),
      duration(state.seconds),
    );
    text.paragraph(figures);
  }
  if (state.parent)
    text.paragraph(l10n.t("Forked from {0} after step {1}", state.parent.name, state.parent.step));
  return text.table(hyperparametersOf(state)).paragraph(run.folder);
}

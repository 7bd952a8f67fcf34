import * as l10n from "@vscode/l10n";
import { commands, Disposable, type ExtensionContext, Uri } from "vscode";
import type { DashboardAction } from "../protocol/dashboardProtocol";
import { inName } from "../runs/inert";
import type { RunWithState } from "../runs/RunStore";
import { manageTrust, openSetting } from "./configuration";
import type { Dashboards } from "./Dashboards";
import { followDiagnosis } from "./followDiagnosis";
import type { ImageClassifier } from "./ImageClassifier";
import type { ModelTab } from "./ModelTab";
import type { RunCommands } from "./RunCommands";
import { CHOSEN_ROW, type RunsTree } from "./RunsTree";
import { revealRun } from "./revealRun";
import type { Session } from "./Session";
import type { TrainAgain } from "./TrainAgain";
import type { TrainingStarter } from "./TrainingStarter";
import type { TrainingCommands } from "./trainingCommands";
import type { WebviewTab } from "./WebviewTab";
import { type LogChannel, showError, showInformation } from "./window";

export interface CommandParts {
  context: ExtensionContext;
  session: Session;
  training: TrainingCommands;
  managing: RunCommands;
  again: TrainAgain;
  tree: RunsTree;
  dashboards: Dashboards;
  experiments: WebviewTab;
  model: ModelTab;
  classifier: ImageClassifier;
  log: LogChannel;
  /** Lets the user pick the workspace folder whose runs are listed. */
  selectFolder: () => Promise<void>;
}

/** The argument that the key bindings of package.json pass: the command applies to the row with the focus. */
const FOCUSED_ROW = "focusedRow";

function isRow(given: unknown): given is RunWithState {
  return typeof given === "object" && given !== null && "folder" in given;
}

/** Registers every command of package.json. */
export function registerCommands(parts: CommandParts): Disposable {
  const { context, session, training, managing, again, tree } = parts;
  const { dashboards, experiments, model, classifier, log } = parts;
  const handlers: Record<string, (run?: RunWithState, selected?: RunWithState[]) => unknown> = {
    train: () => training.train(),
    trainOnSample: () => training.trainOnSample(),
    trainWithPreset: () => training.trainWithPreset(),
    stop: (run) => training.stop(run),
    pause: (run) => training.pause(run),
    resume: (run) => training.resume(run),
    step: (run) => training.step(run),
    chooseWhilePaused: (run) => training.chooseWhilePaused(run),
    changeLearningRate: (run) => training.changeLearningRate(run),
    trainMore: (run) => training.trainMore(run),
    trainAgain: async (run, selected) =>
      again.ask((await managing.meant(run, selected)).flatMap(({ id }) => session.find(id) ?? [])),
    fork: (run) => training.fork(run),
    reduceLearningRate: (run) => training.reduceLearningRate(run),
    openDashboard: () => dashboards.openTab(),
    openExperiments: () => experiments.reveal(),
    openModel: async (run) => {
      await session.restore();
      model.show(run ?? session.displayed);
    },
    showDataset: async () => {
      await session.restore();
      model.showData();
    },
    openSettings: () =>
      commands.executeCommand("workbench.action.openSettings", `@ext:${context.extension.id}`),
    chooseDatasetFolder: () => training.chooseDatasetFolder(),
    selectWorkspaceFolder: () => parts.selectFolder(),
    refreshRuns: () => session.refresh(),
    revealRun: async (run) => {
      await session.restore();
      await revealRun(run ?? session.displayed);
    },
    renameRun: (run) => managing.rename(run),
    editTags: managing.editTags,
    editNote: (run) => managing.editNote(run),
    starRun: managing.star,
    unstarRun: managing.unstar,
    archiveRun: managing.archive,
    unarchiveRun: managing.unarchive,
    restoreRun: () => managing.restore(),
    emptyTrash: () => managing.emptyTrash(),
    showLog: () => log.show(),
  };
  return Disposable.from(
    commands.registerCommand("fittingRoom.showRun", async (run?: RunWithState, how?: unknown) => {
      if (run && how === CHOSEN_ROW) tree.rowWasChosen(run);
      if (run) await session.show(run);
      await dashboards.show();
    }),
    // This command also receives rows of folders that are not opened as runs.
    commands.registerCommand("fittingRoom.deleteRun", async (run, selected) => {
      if (run !== FOCUSED_ROW)
        return managing.delete(
          run,
          Array.isArray(selected) ? selected.filter((row) => "folder" in row) : undefined,
        );
      const rows = await tree.selectFocused();
      return rows.length > 0 ? managing.delete(rows[0], rows) : noRow();
    }),
    // The Explorer's menu passes the clicked file and all selected files; the command palette passes nothing.
    commands.registerCommand("fittingRoom.classifyImage", (file, selected) => {
      const files = Array.isArray(selected) ? selected.filter((one) => one instanceof Uri) : [];
      return classifier.classify(files.length > 0 ? files : file instanceof Uri ? [file] : []);
    }),
    ...Object.entries(handlers).map(([name, handler]) =>
      commands.registerCommand(`fittingRoom.${name}`, async (...given) => {
        const [row, selected] = given;
        if (row === FOCUSED_ROW) {
          const rows = await tree.selectFocused();
          const [first] = rows;
          if (!first) return noRow();
          if ("refusal" in first) return void showError(first.refusal);
          return handler(
            first,
            rows.filter((one) => "state" in one),
          );
        }
        // The menu of a row passes the row and the selection. A button above a view passes only undefined. A button
        // above an editor tab passes the URI of the tab. While VS Code reads the rows again, the menu of a row passes
        // undefined in place of the row. The command must then not apply to the run on display.
        if (given.length > 1 && row === undefined)
          return void showInformation(l10n.t("The list of runs was being read; choose the command again."));
        // A selection in the tree may include rows that are no runs.
        return handler(
          isRow(row) ? row : undefined,
          Array.isArray(selected) ? selected.filter((one) => "state" in one) : undefined,
        );
      }),
    ),
  );
}

/** Says that a key was pressed in the tree where no run has the focus. */
function noRow(): void {
  void showInformation(l10n.t("No run has the focus in the list; choose one first."));
}

/**
 * Performs an action that a user requested in a dashboard.
 * @returns the answer to `actionRequest`
 */
export async function performAction(
  { session, training, starter }: Pick<CommandParts, "session" | "training"> & { starter: TrainingStarter },
  action: DashboardAction,
): Promise<boolean> {
  if (action.kind === "openSetting") await openSetting(action.id);
  else if (action.kind === "manageTrust") await manageTrust();
  else if (action.kind === "showTraining") {
    if (!session.underWay) return false;
    await session.show(session.underWay);
  } else if (!("runId" in action)) await commands.executeCommand(`fittingRoom.${action.kind}`);
  else {
    const run = session.find(action.runId);
    if (run && action.kind === "followDiagnosis")
      return followDiagnosis({ session, starter }, run, action.rule);
    if (run && action.kind !== "followDiagnosis") return (await training[action.kind](run)) !== false;
    void showInformation(l10n.t("The run {0} no longer exists.", inName(action.runId)));
    return false;
  }
  return true;
}

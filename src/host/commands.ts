import * as l10n from "@vscode/l10n";
import { commands, Disposable, type ExtensionContext, Uri } from "vscode";
import type { DashboardAction } from "../protocol/dashboardProtocol";
import { inName } from "../runs/inert";
import type { RunWithState } from "../runs/RunStore";
import { openSetting } from "./configuration";
import type { Dashboards } from "./Dashboards";
import { followDiagnosis } from "./followDiagnosis";
import type { ImageClassifier } from "./ImageClassifier";
import type { ModelTab } from "./ModelTab";
import type { RunCommands } from "./RunCommands";
import { CHOSEN_ROW, type RunsTree } from "./RunsTree";
import { revealRun } from "./revealRun";
import type { Session } from "./Session";
import type { TrainingStarter } from "./TrainingStarter";
import type { TrainingCommands } from "./trainingCommands";
import type { WebviewTab } from "./WebviewTab";
import { type LogChannel, showInformation } from "./window";

export interface CommandParts {
  context: ExtensionContext;
  session: Session;
  training: TrainingCommands;
  managing: RunCommands;
  tree: RunsTree;
  dashboards: Dashboards;
  experiments: WebviewTab;
  model: ModelTab;
  classifier: ImageClassifier;
  log: LogChannel;
}

/** The commands that only the menu of a row has, and no button above the tree. */
function commandsOfRows(menus: Record<string, { command: string }[]>): Set<string> {
  const named = (menu: string) => menus[menu]!.map(({ command }) => command);
  const others = new Set(named("view/title"));
  return new Set(named("view/item/context").filter((command) => !others.has(command)));
}

/** Registers every command of package.json. */
export function registerCommands(parts: CommandParts): Disposable {
  const { context, session, training, managing, tree, dashboards, experiments, model, classifier, log } =
    parts;
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
  const ofRows = commandsOfRows(context.extension.packageJSON.contributes.menus);
  return Disposable.from(
    commands.registerCommand("fittingRoom.showRun", async (run?: RunWithState, how?: unknown) => {
      if (run && how === CHOSEN_ROW) tree.rowWasChosen(run);
      if (run) await session.show(run);
      await dashboards.show();
    }),
    // Runs that are not opened can be deleted, too.
    commands.registerCommand("fittingRoom.deleteRun", (run, selected) =>
      managing.delete(run, Array.isArray(selected) ? selected.filter((row) => "folder" in row) : undefined),
    ),
    commands.registerCommand("fittingRoom.classifyImage", (file) =>
      classifier.classify(file instanceof Uri ? file : undefined),
    ),
    ...Object.entries(handlers).map(([name, handler]) =>
      commands.registerCommand(`fittingRoom.${name}`, (...given) => {
        const [run, selected] = given;
        // VS Code passes no row while it reads the rows again. Another run must not be taken for the row.
        if (given.length > 0 && run === undefined && ofRows.has(`fittingRoom.${name}`))
          return void showInformation(l10n.t("The list of runs was being read; choose the command again."));
        // A selection in the tree may include rows that are no runs.
        return handler(run, Array.isArray(selected) ? selected.filter((row) => "state" in row) : undefined);
      }),
    ),
  );
}

/**
 * Performs an action that a user requested in a dashboard, for the run that was on display then.
 * @returns whether the action is done or accepted; false when it was refused or cancelled
 */
export async function performAction(
  { session, training, starter }: Pick<CommandParts, "session" | "training"> & { starter: TrainingStarter },
  action: DashboardAction,
): Promise<boolean> {
  if (action.kind === "openSetting") await openSetting(action.id);
  else if (!("runId" in action)) await commands.executeCommand(`fittingRoom.${action.kind}`);
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

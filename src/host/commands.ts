import * as l10n from "@vscode/l10n";
import { commands, Disposable, type ExtensionContext } from "vscode";
import type { DashboardAction } from "../protocol/dashboardProtocol";
import { inName } from "../runs/inert";
import type { RunWithState } from "../runs/RunStore";
import { openSetting } from "./configuration";
import type { Dashboards } from "./Dashboards";
import type { ModelTab } from "./ModelTab";
import type { RunCommands } from "./RunCommands";
import { revealRun } from "./revealRun";
import type { Session } from "./Session";
import type { TrainingCommands } from "./trainingCommands";
import type { WebviewTab } from "./WebviewTab";
import { type LogChannel, showInformation } from "./window";

export interface CommandParts {
  context: ExtensionContext;
  session: Session;
  training: TrainingCommands;
  managing: RunCommands;
  dashboards: Dashboards;
  experiments: WebviewTab;
  model: ModelTab;
  log: LogChannel;
}

/** Registers every command of package.json. */
export function registerCommands(parts: CommandParts): Disposable {
  const { context, session, training, managing, dashboards, experiments, model, log } = parts;
  const handlers: Record<string, (run?: RunWithState, selected?: RunWithState[]) => unknown> = {
    train: () => training.train(),
    trainOnSample: () => training.trainOnSample(),
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
    showRun: async (run) => {
      if (run) await session.show(run);
      await dashboards.show();
    },
  };
  return Disposable.from(
    // Runs that are not opened can be deleted, too.
    commands.registerCommand("fittingRoom.deleteRun", (run, selected) =>
      managing.delete(run, Array.isArray(selected) ? selected.filter((row) => "folder" in row) : undefined),
    ),
    ...Object.entries(handlers).map(([name, handler]) =>
      commands.registerCommand(`fittingRoom.${name}`, (run, selected) =>
        // A selection in the tree may include rows that are no runs.
        handler(run, Array.isArray(selected) ? selected.filter((row) => "state" in row) : undefined),
      ),
    ),
  );
}

/**
 * Performs an action that a user requested in a dashboard, for the run that was on display then.
 * @returns whether the action is done or accepted; false when it was refused or cancelled
 */
export async function performAction(
  { session, training }: Pick<CommandParts, "session" | "training">,
  action: DashboardAction,
): Promise<boolean> {
  if (action.kind === "openSetting") await openSetting(action.id);
  else if (!("runId" in action)) await commands.executeCommand(`fittingRoom.${action.kind}`);
  else {
    const run = session.find(action.runId);
    if (run) return (await training[action.kind](run)) !== false;
    void showInformation(l10n.t("The run {0} is no longer there.", inName(action.runId)));
    return false;
  }
  return true;
}

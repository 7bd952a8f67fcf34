import { commands, Disposable, type ExtensionContext } from "vscode";
import type { DashboardAction } from "../runs/dashboardProtocol";
import type { RunSummary } from "../runs/RunStore";
import { openSetting } from "./configuration";
import type { Dashboards } from "./Dashboards";
import { revealRun } from "./revealRun";
import type { Session } from "./Session";
import type { TrainingCommands } from "./trainingCommands";

export interface CommandParts {
  context: ExtensionContext;
  session: Session;
  training: TrainingCommands;
  dashboards: Dashboards;
}

/** Every command of package.json. */
export function registerCommands(parts: CommandParts): Disposable {
  const { context, session, training, dashboards } = parts;
  const handlers: Record<string, (run?: RunSummary) => unknown> = {
    train: () => training.train(),
    stop: () => training.stop(),
    pause: () => training.pause(),
    resume: (run) => training.resume(run),
    step: () => training.step(),
    chooseWhilePaused: () => training.chooseWhilePaused(),
    changeLearningRate: () => training.changeLearningRate(),
    trainMore: (run) => training.trainMore(run),
    fork: (run) => training.fork(run),
    openDashboard: () => dashboards.openTab(),
    openSettings: () =>
      commands.executeCommand("workbench.action.openSettings", `@ext:${context.extension.id}`),
    chooseDatasetFolder: () => training.chooseDatasetFolder(),
    refreshRuns: () => session.list.refresh(),
    revealRun: async (run) => {
      await session.restore();
      await revealRun(run ?? session.displayed);
    },
    showRun: async (run) => {
      if (run) await session.show(run);
      await dashboards.show();
    },
  };
  return Disposable.from(
    ...Object.entries(handlers).map(([name, handler]) =>
      commands.registerCommand(`fittingRoom.${name}`, handler),
    ),
  );
}

/** Does what a user asked for from a dashboard. */
export function performAction(action: DashboardAction): void {
  if (action.kind === "openSetting") void openSetting(action.id);
  else void commands.executeCommand(`fittingRoom.${action.kind}`);
}

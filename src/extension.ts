import { type ExtensionContext, Uri } from "vscode";
import { ContextKey, setContext } from "./host/ContextKeys";
import { performAction, registerCommands } from "./host/commands";
import { runsFolder } from "./host/configuration";
import { Dashboards } from "./host/Dashboards";
import { DownloadProgress } from "./host/DownloadProgress";
import { RunsFolderWatcher } from "./host/RunsFolderWatcher";
import { RunsTree } from "./host/RunsTree";
import { Session } from "./host/Session";
import { TrainingStatusBar } from "./host/TrainingStatusBar";
import { TrainingCommands } from "./host/trainingCommands";

export function activate(context: ExtensionContext): void {
  const session = new Session({
    trainerPath: context.asAbsolutePath("dist/trainer.js"),
    cacheFolder: Uri.joinPath(context.globalStorageUri, "fashion-mnist").fsPath,
    runsFolder: runsFolder(context),
    memory: context.workspaceState,
  });
  const dashboards = new Dashboards({
    extensionUri: context.extensionUri,
    session,
    perform: performAction,
  });
  context.subscriptions.push(
    session,
    session.onDidChangeTraining(() => setContext(ContextKey.Training, session.isTraining)),
    dashboards,
    new RunsTree(session),
    new RunsFolderWatcher(session, () => runsFolder(context)),
    new TrainingStatusBar(session),
    new DownloadProgress(session),
    registerCommands({ context, session, dashboards, training: new TrainingCommands(session, dashboards) }),
  );
}

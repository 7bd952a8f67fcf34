import "./host/language";
import { Disposable, type ExtensionContext, workspace } from "vscode";
import { Inspector } from "./client/Inspector";
import { buildOf } from "./files/buildOf";
import { ContextKeys } from "./host/ContextKeys";
import { performAction, registerCommands } from "./host/commands";
import {
  chosenDataFolders,
  readGracePeriod,
  readNamePattern,
  readRunConfig,
  runsPlace,
} from "./host/configuration";
import { Dashboards } from "./host/Dashboards";
import { DiskWarnings } from "./host/DiskWarnings";
import { DownloadProgress } from "./host/DownloadProgress";
import { experimentsTab } from "./host/ExperimentsHost";
import { ImageClassifier } from "./host/ImageClassifier";
import { MarksHost } from "./host/MarksHost";
import { ModelHost } from "./host/ModelHost";
import { ModelTab } from "./host/ModelTab";
import { NoteFiles } from "./host/NoteFiles";
import { performExperimentsAction } from "./host/performExperimentsAction";
import { proxyEnvironment } from "./host/proxyEnvironment";
import { ResumeOffer } from "./host/ResumeOffer";
import { RunCommands } from "./host/RunCommands";
import { RunsFolderWatcher } from "./host/RunsFolderWatcher";
import { RunsTree } from "./host/RunsTree";
import { Session } from "./host/Session";
import { selectWorkspaceFolder } from "./host/selectWorkspaceFolder";
import { TrainAgain } from "./host/TrainAgain";
import { TrainingEnds } from "./host/TrainingEnds";
import { TrainingLog } from "./host/TrainingLog";
import { TrainingStarter } from "./host/TrainingStarter";
import { TrainingStatusBar } from "./host/TrainingStatusBar";
import { TriedPicture } from "./host/TriedPicture";
import { TrainingCommands } from "./host/trainingCommands";
import { explainRunsLocation } from "./host/validConfig";
import { openLog } from "./host/window";
import { restoreSelectedFolder } from "./host/workspaceFolders";

export function activate(context: ExtensionContext): void {
  const memory = context.workspaceState;
  context.subscriptions.push(restoreSelectedFolder(memory));
  const session = new Session({
    trainerPath: context.asAbsolutePath("dist/trainer.js"),
    cacheFolder: context.globalStorageUri.fsPath,
    runsPlace: runsPlace(context),
    summaries: {
      cacheFolder: context.globalStorageUri.fsPath,
      program: buildOf(context.asAbsolutePath("dist/extension.js")),
      mayWrite: () => workspace.isTrusted,
    },
    isTrusted: () => workspace.isTrusted,
    proxy: () => proxyEnvironment(workspace.getConfiguration("http")),
    gracePeriod: readGracePeriod,
    namePattern: readNamePattern,
    memory,
  });
  const dashboards = new Dashboards({
    extensionUri: context.extensionUri,
    session,
    perform: (action) => performAction({ session, training, starter }, action),
  });
  const starter = new TrainingStarter(session, dashboards);
  const training = new TrainingCommands(session, starter);
  const tree = new RunsTree(session);
  const managing = new RunCommands(session, starter, tree);
  const again = new TrainAgain(session, starter, context.workspaceState);
  const inspector = new Inspector({ inspectorPath: context.asAbsolutePath("dist/inspector.js") });
  const answers = new ModelHost({
    inspector,
    find: (id) => session.find(id),
    cacheFolder: context.globalStorageUri.fsPath,
    dataset: () => readRunConfig().dataset.name,
    dataFolders: () => (workspace.isTrusted ? chosenDataFolders() : []),
  });
  const picture = new TriedPicture();
  const marks = new MarksHost(session, () => again);
  const model = new ModelTab({
    extensionUri: context.extensionUri,
    session,
    picture,
    memory,
    again,
    showInLive: async (run) => {
      await session.show(run);
      await dashboards.show();
    },
    prepare: () => inspector.prepare(),
    answer: (connection) => Disposable.from(answers.answer(connection), marks.answer(connection)),
    chooseDataFolder: () => training.chooseDatasetFolder(),
  });
  const commandLine = context.asAbsolutePath("dist/cli.js");
  const experiments = experimentsTab({
    extensionUri: context.extensionUri,
    session,
    memory,
    trashed: () => managing.trashed,
    perform: (action) =>
      performExperimentsAction(
        { session, dashboards, model, training, managing, again, commandLine },
        action,
      ),
  });
  const classifier = new ImageClassifier({ session, model, picture });
  const log = openLog("Fitting Room");
  context.subscriptions.push(
    log,
    session,
    new TrainingLog(log, session, context),
    new ContextKeys(session),
    new TrainingEnds(session, dashboards, starter, training),
    new ResumeOffer(session, (run) => void training.resume(run)),
    dashboards,
    tree,
    experiments,
    model,
    again,
    picture,
    inspector,
    new NoteFiles(session, () => void session.refresh()),
    new RunsFolderWatcher(session, () => runsPlace(context)),
    new TrainingStatusBar(session),
    new DownloadProgress(session),
    new DiskWarnings(session, dashboards),
    registerCommands({
      context,
      session,
      dashboards,
      experiments,
      model,
      classifier,
      training,
      managing,
      again,
      tree,
      log,
      selectFolder: () =>
        selectWorkspaceFolder({ session, memory, placeOf: (folder) => runsPlace(context, folder) }),
    }),
  );
  void explainRunsLocation();
  again.tellLeft();
}

import { dirname } from "node:path";
import * as l10n from "@vscode/l10n";
import { commands, env } from "vscode";
import type { ExperimentsAction } from "../protocol/experimentsProtocol";
import { forkWords, runsWords, shellText, trainWords } from "../runs/commandLine";
import { inLine, inName } from "../runs/inert";
import { parentOf } from "../runs/parentOf";
import type { RunConfig } from "../runs/RunConfig";
import type { RunSummary } from "../runs/RunStore";
import { trainedConfig } from "../runs/trainedConfig";
import { manageTrust, openSetting } from "./configuration";
import type { Dashboards } from "./Dashboards";
import { exportRuns } from "./exportRuns";
import type { ModelTab } from "./ModelTab";
import type { RunCommands } from "./RunCommands";
import type { Session } from "./Session";
import type { TrainAgain } from "./TrainAgain";
import type { TrainingCommands } from "./trainingCommands";
import { applySettings } from "./useSettings";
import { showBriefly, showError, showInformation } from "./window";
import { localFolders } from "./workspaceFolders";

export interface ExperimentsParts {
  session: Session;
  dashboards: Dashboards;
  model: ModelTab;
  training: TrainingCommands;
  managing: RunCommands;
  again: TrainAgain;
  /** Path of the command-line program of this installation. */
  commandLine: string;
}

/** Performs an action that a user requested in the Experiments view. */
export async function performExperimentsAction(
  parts: ExperimentsParts,
  action: ExperimentsAction,
): Promise<void> {
  const { session, managing } = parts;
  if (action.kind === "delete") return deleteRuns(parts, action.runIds);
  const find = (ids: readonly string[]) =>
    ids.flatMap((wanted) => session.list.runs.find(({ id }) => id === wanted) ?? []);
  if (action.kind === "manageTrust") return manageTrust();
  if (action.kind === "openSetting") return openSetting(action.id);
  if (action.kind === "train") return void (await commands.executeCommand("fittingRoom.train"));
  if (action.kind === "undo") return managing.undo();
  if (action.kind === "copyText") return copyText(action.text);
  const runs = find("runId" in action ? [action.runId] : action.runIds);
  const [run] = runs;
  if (!run) {
    const [id = ""] = "runId" in action ? [action.runId] : action.runIds;
    return tellGone(id);
  }
  switch (action.kind) {
    case "rename":
      return managing.renameTo(run, action.name);
    case "note":
      return managing.note(run, action.note);
    case "tag":
      return managing.tag(runs, action.added, action.removed);
    case "star":
      return managing.changeLabels(runs, (labels) => ({ ...labels, starred: action.on }));
    case "archive":
      return managing.changeLabels(runs, (labels) => ({ ...labels, archived: action.on }));
    case "color":
      return managing.changeLabels(runs, (labels) => ({ ...labels, color: action.color }));
    case "trainAgain":
      return parts.again.ask(runs);
    case "export":
      return exportRuns(runs, action.format, action.content);
    default:
      return performOnRun(parts, action.kind, run);
  }
}

/** Deletes runs, and folders that are listed and not opened as runs. */
async function deleteRuns(
  { session: { list }, managing }: ExperimentsParts,
  ids: readonly string[],
): Promise<void> {
  const runs = [...list.runs, ...list.refused].filter(({ id }) => ids.includes(id));
  if (runs.length === 0) return tellGone(ids[0] ?? "");
  await managing.delete(runs[0], runs);
}

function tellGone(id: string): void {
  void showInformation(l10n.t("The run {0} no longer exists.", inName(id)));
}

async function performOnRun(
  { session, dashboards, model, training, managing, commandLine }: ExperimentsParts,
  kind: Extract<ExperimentsAction, { runId: string }>["kind"],
  run: RunSummary,
): Promise<void> {
  const config = trainedConfig(run.state);
  switch (kind) {
    case "show":
      await session.show(run);
      return dashboards.show();
    case "openModel":
      return model.show(run);
    case "askName":
      return managing.rename(run);
    case "editNote":
      return managing.editNote(run);
    case "fork":
      return void (await training.fork(run));
    case "useSettings":
      return config && applySettings(run.name, config);
    case "copyCommand":
      return config && copyTraining(session, run, config, commandLine);
  }
}

async function copyText(text: string): Promise<void> {
  await env.clipboard.writeText(text);
  const lines = text.trimEnd().split("\n").length;
  showBriefly(lines > 1 ? l10n.t("{0} lines copied", lines) : l10n.t("Copied: {0}", text));
}

/**
 * Copies the shell command that trains with a run's configuration, into the run's runs folder. For a fork, the command
 * forks the run's parent.
 */
async function copyTraining(
  { list }: Session,
  { name, state, folder }: RunSummary,
  config: RunConfig,
  commandLine: string,
): Promise<void> {
  // With several folders, a terminal of the editor may start in any of them.
  const [only, other] = localFolders();
  const runs = runsWords(dirname(folder), other ? undefined : only?.uri.fsPath);
  const copy = (words: string[]) => copyCommand(shellText(["node", commandLine, ...words, ...runs]));
  const { parent: origin } = state;
  if (!origin) return copy(trainWords(config));
  const parent = parentOf(state, (wanted) => list.runs.find(({ id }) => id === wanted));
  if (parent?.state.config)
    return copy(forkWords(config, origin.checkpoint, { folder: parent.folder, config: parent.state.config }));
  void showError(
    l10n.t(
      "The command is not copied: {0} is a fork of {1}, which is not in the runs folder or cannot be read.",
      inName(name),
      inName(origin.name),
    ),
  );
}

async function copyCommand(command: string): Promise<void> {
  // A terminal would execute control characters of a pasted path.
  if (inLine(command) !== command)
    return void showError(
      l10n.t("The command is not copied: a path in it has characters that cannot be seen."),
    );
  await env.clipboard.writeText(command);
  void showInformation(l10n.t("Copied: {0}", command));
}

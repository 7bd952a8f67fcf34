import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import {
  ConfigurationTarget,
  commands,
  type ExtensionContext,
  env,
  Uri,
  type WorkspaceFolder,
  workspace,
} from "vscode";
import { isPublished } from "../datasets/datasets";
import { homeFolder } from "../files/homeFolder";
import { checkNamePattern } from "../runs/namePattern";
import { InvalidConfigError, type RunConfig, resolveRunConfig } from "../runs/RunConfig";
import { defaultRunsFolder } from "../runs/runsFolder";
import { sampleConfig } from "../runs/sampleConfig";
import { folderFromSetting, type SettingsPlace } from "./paths";
import type { RunsPlace } from "./RunsList";
import { selectedFirst } from "./selectedFirst";
import { valueOutsideWorkspace } from "./settingLevels";
import {
  datasetLocationSetting,
  excludeMarkedSetting,
  gracePeriodSetting,
  namePatternSetting,
  parseExcludeMarked,
  parseGracePeriod,
  RUNS_LOCATION,
  runSettings,
  runsLocationSetting,
  type SettingValues,
  toRunConfigInput,
} from "./settings";
import { localFolders, selectedFolder } from "./workspaceFolders";

/** Settings that are paths on the machine that trains. A workspace may set them only when it is trusted. */
const paths: readonly string[] = [datasetLocationSetting, runsLocationSetting];

/** The present values of the settings for the next run. */
export function readSettings(): SettingValues {
  return new Map(
    runSettings.map(({ id }) => {
      const value = readSetting(id);
      const changed = JSON.stringify(value) !== JSON.stringify(configuration().inspect(id)?.defaultValue);
      return [id, { value, changed }];
    }),
  );
}

/**
 * The next run's config. Also checks the other settings of a new run: runs folder, name pattern, marked images.
 * @throws InvalidConfigError for the first invalid setting
 */
export function readRunConfig(): RunConfig {
  const config = resolveRunConfig(toRunConfigInput(readSettings()));
  readRunsLocation();
  readNamePattern();
  readExcludeMarked();
  const location = isPublished(config.dataset.name) ? readDatasetLocation() : "";
  return { ...config, dataset: { ...config.dataset, location } };
}

/**
 * The config of a run on the sample set. The settings decide on computing, checkpoints, evaluations and divergence, and
 * `sampleConfig` on the rest.
 */
export function readSampleConfig(): RunConfig {
  const { compute, checkpoints, evaluation, onDivergence } = toRunConfigInput(readSettings());
  return resolveRunConfig({ ...sampleConfig, compute, checkpoints, evaluation, onDivergence });
}

/** The folder of the next run's data set; empty for the cache. @throws InvalidConfigError */
export function readDatasetLocation(): string {
  return folderFromSetting("dataset.location", readSetting(datasetLocationSetting), place()) ?? "";
}

/** The data folder of the settings, as a list of one; an empty list where the setting is empty or invalid. */
export function chosenDataFolders(): string[] {
  try {
    return [readDatasetLocation()].filter((folder) => folder !== "");
  } catch {
    return [];
  }
}

/**
 * The folder for runs that the setting names; undefined when it names none.
 * @param folder the workspace folder whose settings are read
 * @throws InvalidConfigError
 */
export function readRunsLocation(folder = selectedFolder()): string | undefined {
  return folderFromSetting(RUNS_LOCATION, readSetting(runsLocationSetting, folder), place(folder));
}

/**
 * Whether the next run leaves out the training images that are marked as wrong label or bad image.
 * @throws InvalidConfigError
 */
export function readExcludeMarked(): boolean {
  return parseExcludeMarked(readSetting(excludeMarkedSetting));
}

/** Time (s) that the next training continues when no window is connected to it. @throws InvalidConfigError */
export function readGracePeriod(): number {
  return parseGracePeriod(readSetting(gracePeriodSetting));
}

/** The pattern of the next run's name. @throws InvalidConfigError */
export function readNamePattern(): string {
  return checkNamePattern(readSetting(namePatternSetting));
}

/**
 * The runs folder: the one of the setting, else a folder in the workspace folder if that is a local folder of a trusted
 * workspace, else one in the extension's storage. While the setting is invalid: the folder for an empty setting, with
 * the problem.
 */
export function runsPlace(context: ExtensionContext, folder = selectedFolder()): RunsPlace {
  const usual =
    folder?.uri.scheme === "file" && workspace.isTrusted
      ? join(folder.uri.fsPath, defaultRunsFolder)
      : Uri.joinPath(context.storageUri ?? context.globalStorageUri, "runs").fsPath;
  try {
    return { folder: readRunsLocation(folder) ?? usual };
  } catch (error) {
    if (!(error instanceof InvalidConfigError)) throw error;
    return { folder: usual, problem: error.about(runsLocationSetting) };
  }
}

/** True if runs in the workspace are not listed because the workspace is not trusted. */
export function areRunsHidden(): boolean {
  return !workspace.isTrusted && runsLocationIfValid() === undefined && localFolders().length > 0;
}

/** One sentence for a user whose command needs a run where none is shown. */
export function whyNoRunShown(): string {
  return areRunsHidden()
    ? l10n.t("The workspace is not trusted, so its runs are not shown.")
    : l10n.t("There is no run yet.");
}

/** The value that a setting has at one level. */
export interface OwnSetting {
  id: string;
  level: ConfigurationTarget;
  /** Undefined where the level has none. */
  value: unknown;
}

/**
 * Changes a setting at the level that defines its value. A setting with its default value is changed at the user's
 * level.
 * @returns the value that the level had before
 */
export async function writeSetting(id: string, value: unknown): Promise<OwnSetting> {
  const level = levelOf(id);
  const levels = configuration().inspect(id);
  const before = {
    [ConfigurationTarget.Global]: levels?.globalValue,
    [ConfigurationTarget.Workspace]: levels?.workspaceValue,
    [ConfigurationTarget.WorkspaceFolder]: levels?.workspaceFolderValue,
  }[level];
  await configuration().update(id, value, level);
  return { id, level, value: before };
}

/** Undoes a change by {@link writeSetting}. */
export async function restoreSetting({ id, level, value }: OwnSetting): Promise<void> {
  await configuration().update(id, value, level);
}

/**
 * Opens the Settings editor at a setting: at the level of a folder (which VS Code asks for) or of the workspace if the
 * setting has its value there, else at the user's level. In a remote window, a setting that is a path is opened at the remote machine's level in place of the
 * user's level.
 */
export async function openSetting(id: string): Promise<void> {
  await commands.executeCommand(`workbench.action.${settingsEditor(id)}`, { query: `@id:${id}` });
}

/** Opens VS Code's page about workspace trust. */
export async function manageTrust(): Promise<void> {
  await commands.executeCommand("workbench.trust.manage");
}

function settingsEditor(id: string): string {
  const level = levelOf(id);
  const hasFolders = (workspace.workspaceFolders?.length ?? 0) > 1;
  if (level === ConfigurationTarget.WorkspaceFolder && hasFolders) return "openFolderSettings";
  if (level !== ConfigurationTarget.Global) return "openWorkspaceSettings";
  const isRemotePath = env.remoteName !== undefined && paths.includes(id);
  return isRemotePath ? "openRemoteSettings" : "openSettings";
}

/** The level that defines a setting's value; the user's level where the setting has its default. */
function levelOf(id: string): ConfigurationTarget {
  const levels = configuration().inspect(id);
  if (levels?.workspaceFolderValue !== undefined) return ConfigurationTarget.WorkspaceFolder;
  if (levels?.workspaceValue !== undefined) return ConfigurationTarget.Workspace;
  return ConfigurationTarget.Global;
}

function readSetting(id: string, folder = selectedFolder()): unknown {
  const settings = configuration(folder);
  if (!workspace.isTrusted && paths.includes(id)) return valueOutsideWorkspace(settings.inspect(id));
  return settings.get(id);
}

function configuration(folder = selectedFolder()) {
  return workspace.getConfiguration(undefined, folder?.uri);
}

function runsLocationIfValid(): string | undefined {
  try {
    return readRunsLocation();
  } catch (error) {
    if (error instanceof InvalidConfigError) return undefined;
    throw error;
  }
}

function place(folder: WorkspaceFolder | undefined = selectedFolder()): SettingsPlace {
  const folders = selectedFirst(localFolders(), folder?.uri.toString());
  return {
    home: homeFolder(),
    environment: process.env,
    workspaceFolders: folders.map(({ name, uri }) => ({ name, path: uri.fsPath })),
  };
}

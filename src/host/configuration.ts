import { homedir } from "node:os";
import { join } from "node:path";
import { ConfigurationTarget, commands, type ExtensionContext, env, Uri, workspace } from "vscode";
import { type RunConfig, resolveRunConfig } from "../runs/RunConfig";
import { folderFromSetting } from "./paths";
import { valueOutsideWorkspace } from "./settingLevels";
import {
  datasetLocationSetting,
  gracePeriodSetting,
  parseGracePeriod,
  runSettings,
  runsLocationSetting,
  type SettingValues,
  toRunConfigInput,
} from "./settings";

/** Paths belong to the machine that trains; a workspace may decide them only when it is trusted. */
const paths: readonly string[] = [datasetLocationSetting, runsLocationSetting];

/** The settings that decide the next run, as they are now. */
export function readSettings(): SettingValues {
  return new Map(
    runSettings.map(({ id }) => {
      const value = readSetting(id);
      const changed = JSON.stringify(value) !== JSON.stringify(configuration().inspect(id)?.defaultValue);
      return [id, { value, changed }];
    }),
  );
}

/** The next run's config. @throws InvalidConfigError for the first setting that cannot be trained with. */
export function readRunConfig(): RunConfig {
  const config = resolveRunConfig(toRunConfigInput(readSettings()));
  return { ...config, dataset: { ...config.dataset, location: readDatasetLocation() } };
}

/** The folder of the next run's data set; empty for the cache. */
export function readDatasetLocation(): string {
  const location = readSetting(datasetLocationSetting);
  return typeof location === "string" && location.trim() ? folderOf(location) : "";
}

/** Seconds that the next training goes on without a window. @throws InvalidConfigError */
export function readGracePeriod(): number {
  return parseGracePeriod(readSetting(gracePeriodSetting));
}

/** Where runs are kept: the setting, else the workspace, else the extension's storage. */
export function runsFolder(context: ExtensionContext): string {
  const location = readSetting(runsLocationSetting);
  if (typeof location === "string" && location.trim()) return folderOf(location);
  const base = workspace.isTrusted ? workspaceFolder() : undefined;
  if (base) return join(base, ".fitting-room", "runs");
  return Uri.joinPath(context.storageUri ?? context.globalStorageUri, "runs").fsPath;
}

/** Changes a setting at the level where its value already lives, else for the user. */
export async function writeSetting(id: string, value: unknown): Promise<void> {
  await configuration().update(id, value, levelOf(id));
}

/** Opens the Settings editor at a setting, at the level where its value lives. */
export async function openSetting(id: string): Promise<void> {
  await commands.executeCommand(`workbench.action.${settingsEditor(id)}`, { query: `@id:${id}` });
}

function settingsEditor(id: string): string {
  if (levelOf(id) !== ConfigurationTarget.Global) return "openWorkspaceSettings";
  const isRemotePath = env.remoteName !== undefined && paths.includes(id);
  return isRemotePath ? "openRemoteSettings" : "openSettings";
}

/** Where a setting's value lives; of the user, while it has its default. */
function levelOf(id: string): ConfigurationTarget {
  const levels = configuration().inspect(id);
  if (levels?.workspaceFolderValue !== undefined) return ConfigurationTarget.WorkspaceFolder;
  if (levels?.workspaceValue !== undefined) return ConfigurationTarget.Workspace;
  return ConfigurationTarget.Global;
}

function readSetting(id: string): unknown {
  if (!workspace.isTrusted && paths.includes(id)) return valueOutsideWorkspace(configuration().inspect(id));
  return configuration().get(id);
}

function configuration() {
  return workspace.getConfiguration(undefined, workspace.workspaceFolders?.[0]?.uri);
}

function folderOf(path: string): string {
  return folderFromSetting(path, workspaceFolder(), homedir());
}

/** The first folder of the workspace that is on this machine's disk. */
function workspaceFolder(): string | undefined {
  return workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri.fsPath;
}

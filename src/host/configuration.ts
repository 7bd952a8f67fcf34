import { homedir } from "node:os";
import { join } from "node:path";
import { ConfigurationTarget, type ExtensionContext, Uri, workspace } from "vscode";
import { type RunConfig, resolveRunConfig } from "../runs/RunConfig";
import { folderFromSetting } from "./paths";
import {
  datasetLocationSetting,
  runSettings,
  runsLocationSetting,
  type SettingValues,
  toRunConfigInput,
} from "./settings";

/** Paths that a workspace may decide only when it is trusted. */
const restricted: readonly string[] = [datasetLocationSetting, runsLocationSetting];

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
  const { location } = config.dataset;
  return { ...config, dataset: { ...config.dataset, location: location.trim() && folderOf(location) } };
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
  const levels = configuration().inspect(id);
  let target = ConfigurationTarget.Global;
  if (levels?.workspaceFolderValue !== undefined) target = ConfigurationTarget.WorkspaceFolder;
  else if (levels?.workspaceValue !== undefined) target = ConfigurationTarget.Workspace;
  await configuration().update(id, value, target);
}

function readSetting(id: string): unknown {
  if (!workspace.isTrusted && restricted.includes(id)) {
    const levels = configuration().inspect(id);
    return levels?.globalValue ?? levels?.defaultValue;
  }
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

/** Where a setting can have a value, as VS Code inspects it. */
export interface SettingLevels {
  defaultValue?: unknown;
  globalValue?: unknown;
  workspaceValue?: unknown;
  workspaceFolderValue?: unknown;
}

/** The value that holds whatever the workspace says, for one that is not trusted. */
export function valueOutsideWorkspace(levels: SettingLevels | undefined): unknown {
  return levels?.globalValue ?? levels?.defaultValue;
}

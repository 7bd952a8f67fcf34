/** The values of a setting by level, as VS Code provides them. */
export interface SettingLevels {
  defaultValue?: unknown;
  globalValue?: unknown;
  workspaceValue?: unknown;
  workspaceFolderValue?: unknown;
}

/**
 * The value of a setting without the workspace's levels, for a workspace that is not trusted: the user's value, else
 * the default.
 */
export function valueOutsideWorkspace(levels: SettingLevels | undefined): unknown {
  return levels?.globalValue ?? levels?.defaultValue;
}

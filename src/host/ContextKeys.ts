import { commands } from "vscode";

/** What menus and enablement conditions in package.json may ask. */
export enum ContextKey {
  /** A training is under way in this window. */
  Training = "fittingRoom.training",
}

export function setContext(key: ContextKey, value: boolean): void {
  void commands.executeCommand("setContext", key, value);
}

import { commands, env, l10n, UIKind, Uri, window, workspace } from "vscode";

/** Shows a run's folder in the file manager, or in the Explorer where the file manager is on another machine. */
export async function revealRun(run: { folder: string } | undefined): Promise<void> {
  if (!run) {
    void window.showInformationMessage(l10n.t("There is no run yet."));
    return;
  }
  const { folder } = run;
  const uri = Uri.file(folder);
  const isLocal = env.uiKind === UIKind.Desktop && env.remoteName === undefined;
  if (isLocal) await commands.executeCommand("revealFileInOS", uri);
  else if (workspace.getWorkspaceFolder(uri)) await commands.executeCommand("revealInExplorer", uri);
  else {
    const copy = l10n.t("Copy Path");
    const answer = await window.showInformationMessage(l10n.t("The run is in {0}.", folder), copy);
    if (answer === copy) await env.clipboard.writeText(folder);
  }
}

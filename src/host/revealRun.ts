import * as l10n from "@vscode/l10n";
import { commands, env, UIKind, Uri, workspace } from "vscode";
import { inLine } from "../runs/inert";
import { whyNoRunShown } from "./configuration";
import { showInformation } from "./window";

/**
 * Shows a run's folder in the file manager. Where the file manager is on another machine, shows the folder in the
 * Explorer, or its path in a message if it is not in the workspace. Without a run, shows a message.
 */
export async function revealRun(run: { folder: string } | undefined): Promise<void> {
  if (!run) {
    void showInformation(whyNoRunShown());
    return;
  }
  const { folder } = run;
  const uri = Uri.file(folder);
  const isLocal = env.uiKind === UIKind.Desktop && env.remoteName === undefined;
  if (isLocal) await commands.executeCommand("revealFileInOS", uri);
  else if (workspace.getWorkspaceFolder(uri)) await commands.executeCommand("revealInExplorer", uri);
  else {
    const copy = l10n.t("Copy Path");
    // A terminal would execute control characters of a pasted path.
    const buttons = inLine(folder) === folder ? [copy] : [];
    const answer = await showInformation(l10n.t("The run is in {0}.", folder), ...buttons);
    if (answer === copy) await env.clipboard.writeText(folder);
  }
}

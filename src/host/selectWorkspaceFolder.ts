import * as l10n from "@vscode/l10n";
import type { WorkspaceFolder } from "vscode";
import { inName } from "../runs/inert";
import { RunStore } from "../runs/RunStore";
import { runsText } from "../text/amounts";
import { errorMessage } from "./errorMessage";
import { checkPlace, type RunsPlace } from "./RunsList";
import type { Session } from "./Session";
import { pick, showInformation } from "./window";
import { type FolderMemory, localFolders, selectedFolder, selectFolder } from "./workspaceFolders";

interface FolderChoice {
  session: Session;
  memory: FolderMemory;
  /** The place of the runs while a folder is selected. */
  placeOf: (folder: WorkspaceFolder) => RunsPlace;
}

/**
 * Lets the user pick the workspace folder whose runs are listed and whose settings new runs have. Refuses that, with a
 * message, while this window trains a run: only a window in which the run's folder is selected attaches to its trainer
 * after a reload.
 */
export async function selectWorkspaceFolder({ session, memory, placeOf }: FolderChoice): Promise<void> {
  const folders = localFolders();
  if (folders.length < 2)
    return void showInformation(l10n.t("The workspace has no other folder on this machine."));
  if (await isRefused(session)) return;
  const choices = await Promise.all(
    folders.map(async (folder) => {
      const place = placeOf(folder);
      const isSelected = folder === selectedFolder();
      return {
        label: folder.name,
        icon: "root-folder",
        description: [await contentOf(place), ...(isSelected ? [l10n.t("selected")] : [])].join(" · "),
        detail: place.folder,
        folder,
      };
    }),
  );
  const choice = await pick(choices, {
    title: l10n.t("Select Workspace Folder"),
    placeHolder: l10n.t("Folder whose runs are shown, with its settings for new runs"),
  });
  if (choice && !(await isRefused(session))) await selectFolder(choice.folder, memory);
}

/** The number of runs in words; why they cannot be listed if they cannot. */
async function contentOf(place: RunsPlace): Promise<string> {
  try {
    checkPlace(place);
    return runsText(await new RunStore(place.folder).count());
  } catch (error) {
    return errorMessage(error);
  }
}

/** Whether this window trains a run, so that no folder can be selected. Shows a message then. */
async function isRefused(session: Session): Promise<boolean> {
  await session.starting;
  const training = session.live.find((run) => session.isOwn(run));
  if (!training) return false;
  void showInformation(
    l10n.t(
      "This window trains {0}. Select another folder when the training has ended.",
      inName(training.name),
    ),
  );
  return true;
}

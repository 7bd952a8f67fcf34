import { type Disposable, EventEmitter, type WorkspaceFolder, workspace } from "vscode";
import { selectedFirst } from "./selectedFirst";

/** Keeps a value for the later windows of the workspace. */
export interface FolderMemory {
  get(key: string): unknown;
  update(key: string, value: string): PromiseLike<void>;
}

/** The key of the URI of the selected folder in the workspace's memory. */
const REMEMBERED = "workspaceFolder";

/** The URI of the folder that was selected last; undefined if none was. */
let selected: string | undefined;

const changed = new EventEmitter<void>();
/** Fired when another folder of the workspace was selected, and when folders were added or removed. */
export const onDidChangeFolders = changed.event;

/** Selects the folder that an earlier window has remembered, and follows the changes of the workspace's folders. */
export function restoreSelectedFolder(memory: FolderMemory): Disposable {
  const remembered = memory.get(REMEMBERED);
  selected = typeof remembered === "string" ? remembered : undefined;
  return workspace.onDidChangeWorkspaceFolders(() => changed.fire());
}

/** Selects a folder of the workspace, for this window and for later ones. */
export async function selectFolder({ uri }: WorkspaceFolder, memory: FolderMemory): Promise<void> {
  selected = uri.toString();
  changed.fire();
  await memory.update(REMEMBERED, selected);
}

/** The workspace folders that are on this machine's disk, the selected one first. */
export function localFolders(): readonly WorkspaceFolder[] {
  const folders = workspace.workspaceFolders ?? [];
  return selectedFirst(
    folders.filter(({ uri }) => uri.scheme === "file"),
    selected,
  );
}

/**
 * The folder whose settings apply and whose runs are listed: of those on this machine's disk the selected one, else the
 * first; without any, the first folder of the workspace. Undefined in a window without a folder.
 */
export function selectedFolder(): WorkspaceFolder | undefined {
  return localFolders()[0] ?? workspace.workspaceFolders?.[0];
}

/** The name of {@link selectedFolder}, for views; undefined if there is no other folder to select. */
export function nameOfSelected(): string | undefined {
  const [first, second] = localFolders();
  return second && first?.name;
}

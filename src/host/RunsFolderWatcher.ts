import { dirname } from "node:path";
import { Disposable, RelativePattern, Uri, workspace } from "vscode";
import { runsFolderChangedAt } from "../runs/runsFolder";
import type { Session } from "./Session";
import { runsLocationSetting } from "./settings";

/** Time (ms) from a change of the folder to the next reading of the whole folder. */
const REFRESH_MS = 2000;
/**
 * Time (ms) between two checks of the folder's own time of change. Not every disk reports changes, and a busy machine
 * reports them late.
 */
const LOOK_MS = 3000;

/**
 * Watches the runs folder. When a setting or the workspace changes, watches the folder that they name then. Refreshes
 * the list when a terminal, another window or a file manager changes the folder.
 */
export class RunsFolderWatcher {
  private watcher: Disposable;
  private refreshTimer: NodeJS.Timeout | undefined;
  private readonly looking = setInterval(() => this.look(), LOOK_MS);
  private changedAt: number | undefined;
  private readonly subscriptions: Disposable;

  constructor(
    private readonly session: Session,
    private readonly runsFolder: () => string,
  ) {
    this.watcher = this.watch();
    this.subscriptions = Disposable.from(
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(runsLocationSetting)) this.move();
      }),
      workspace.onDidChangeWorkspaceFolders(() => this.move()),
      workspace.onDidGrantWorkspaceTrust(() => {
        this.move();
        // In a trusted workspace the window may attach to trainers.
        void this.session.refresh();
      }),
    );
  }

  dispose(): void {
    this.watcher.dispose();
    this.subscriptions.dispose();
    clearTimeout(this.refreshTimer);
    clearInterval(this.looking);
  }

  private watch(): Disposable {
    const pattern = new RelativePattern(Uri.file(this.session.list.folder), "{*,*/run.json,*/events.jsonl}");
    const watcher = workspace.createFileSystemWatcher(pattern);
    watcher.onDidCreate((uri) => this.onChange(uri));
    watcher.onDidChange((uri) => this.onChange(uri));
    watcher.onDidDelete(() => this.refreshSoon());
    return watcher;
  }

  private move(): void {
    const folder = this.runsFolder();
    if (folder === this.session.list.folder) return;
    this.session.list.folder = folder;
    this.watchAnew();
    void this.session.refresh();
  }

  private watchAnew(): void {
    this.watcher.dispose();
    this.watcher = this.watch();
  }

  private onChange({ fsPath }: Uri): void {
    const folder = dirname(fsPath);
    if (this.session.isLive(folder)) return;
    if (folder === this.session.displayed?.folder) void this.session.follow();
    this.refreshSoon();
  }

  /** Checks whether a run was added or removed since the last check. The first check counts as a change. */
  private look(): void {
    const before = this.changedAt;
    this.changedAt = runsFolderChangedAt(this.session.list.folder);
    if (before === this.changedAt) return;
    // VS Code does not report a folder that did not exist when the watcher was made.
    if (!before) this.watchAnew();
    this.refreshSoon();
  }

  private refreshSoon(): void {
    this.refreshTimer ??= setTimeout(() => {
      this.refreshTimer = undefined;
      void this.session.refresh();
    }, REFRESH_MS);
  }
}

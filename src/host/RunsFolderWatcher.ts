import { dirname } from "node:path";
import { Disposable, RelativePattern, Uri, workspace } from "vscode";
import { runsFolderChangedAt } from "../runs/runsFolder";
import type { Session } from "./Session";
import { runsLocationSetting } from "./settings";

/** Milliseconds between two readings of the whole folder while some other process trains. */
const REFRESH_PAUSE = 2000;
/** Between two looks at the folder itself, as not every disk tells of what happens on it, and a busy machine late. */
const LOOK_PAUSE = 3000;

/**
 * Follows the runs folder: to another place when the settings or the workspace say so, and the runs
 * that appear in it or go on from elsewhere, be it a terminal, another window or a file manager.
 */
export class RunsFolderWatcher {
  private watcher: Disposable;
  private refreshTimer: NodeJS.Timeout | undefined;
  private readonly looking = setInterval(() => this.look(), LOOK_PAUSE);
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
        // Now trainings under way may be taken hold of.
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

  /** Finds out whether a run has come or gone since the last look; before the first one it may have, too. */
  private look(): void {
    const before = this.changedAt;
    this.changedAt = runsFolderChangedAt(this.session.list.folder);
    if (before === this.changedAt) return;
    // The editor does not tell of a folder that was not there when it was asked to watch it.
    if (!before) this.watchAnew();
    this.refreshSoon();
  }

  private refreshSoon(): void {
    this.refreshTimer ??= setTimeout(() => {
      this.refreshTimer = undefined;
      void this.session.refresh();
    }, REFRESH_PAUSE);
  }
}

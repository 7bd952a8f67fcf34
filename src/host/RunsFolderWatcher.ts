import { basename, dirname } from "node:path";
import { Disposable, RelativePattern, Uri, workspace } from "vscode";
import { labelsVersion } from "../runs/labelsFile";
import { LABELS } from "../runs/runFiles";
import { runsFolderChangedAt } from "../runs/runsFolder";
import type { Session } from "./Session";
import { runsLocationSetting } from "./settings";

/** Time (ms) from a change of a run's log to the next reading of the whole folder. */
const REFRESH_MS = 2000;
/** Time (ms) until changes by a user in another window or in a terminal are read: labels, and runs made or removed. */
const PROMPT_MS = 300;
/**
 * Time (ms) between two checks of the folder's own time of change, and of the runs' labels. Not every disk reports
 * changes, and a busy machine reports them late or not at all.
 */
const LOOK_MS = 1000;
/** Largest number of runs whose labels one check looks at. A check of so many takes 10 ms. */
const LOOKED_AT = 200;

/**
 * Watches the runs folder. When a setting or the workspace changes, watches the folder that they name then. Refreshes
 * the list when a terminal, another window or a file manager changes the folder.
 */
export class RunsFolderWatcher {
  private watcher: Disposable;
  private refreshTimer: NodeJS.Timeout | undefined;
  /** Time (ms since 1970) at which `refreshTimer` ends. */
  private refreshDue = 0;
  private readonly looking = setInterval(() => this.look(), LOOK_MS);
  private changedAt: number | undefined;
  /** The versions of the listed runs' labels at the last check, by folder. */
  private labels = new Map<string, string>();
  /** Number of runs whose labels the present round has looked at. A round takes as many checks as all runs need. */
  private looked = 0;
  /** Whether the present round has looked at the labels of a run for the first time. */
  private areNew = false;
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
    const pattern = new RelativePattern(
      Uri.file(this.session.list.folder),
      "{*,*/run.json,*/labels.json,*/events.jsonl}",
    );
    const watcher = workspace.createFileSystemWatcher(pattern);
    watcher.onDidCreate((uri) => this.onChange(uri, PROMPT_MS));
    watcher.onDidChange((uri) => this.onChange(uri));
    watcher.onDidDelete(() => this.refreshSoon(PROMPT_MS));
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

  private onChange({ fsPath }: Uri, within = REFRESH_MS): void {
    if (basename(fsPath) === LABELS) {
      this.refreshSoon(PROMPT_MS);
      return;
    }
    const folder = dirname(fsPath);
    if (this.session.isLive(folder)) return;
    if (folder === this.session.displayed?.folder) void this.session.follow();
    this.refreshSoon(within);
  }

  /**
   * Checks whether a run was added or removed, or its labels changed, since the last check. A run whose labels are
   * looked at for the first time counts as changed.
   */
  private look(): void {
    this.lookAtLabels();
    const before = this.changedAt;
    this.changedAt = runsFolderChangedAt(this.session.list.folder);
    if (before === this.changedAt) return;
    // VS Code does not report a folder that did not exist when the watcher was made.
    if (!before) this.watchAnew();
    this.refreshSoon(PROMPT_MS);
  }

  /** Looks at the labels of the next runs of the list. */
  private lookAtLabels(): void {
    const { runs } = this.session.list;
    const next = runs.slice(this.looked, this.looked + LOOKED_AT);
    for (const { folder } of next) {
      const [before, version] = [this.labels.get(folder), labelsVersion(folder)];
      if (before === undefined) this.areNew = true;
      else if (before !== version) this.refreshSoon(PROMPT_MS);
      this.labels.set(folder, version);
    }
    this.looked += LOOKED_AT;
    if (this.looked < runs.length) return;
    const listed = new Set(runs.map(({ folder }) => folder));
    for (const folder of this.labels.keys()) if (!listed.has(folder)) this.labels.delete(folder);
    if (this.areNew) this.refreshSoon(PROMPT_MS);
    this.areNew = false;
    this.looked = 0;
  }

  /** Reads the folder after `within` (ms), or sooner if an earlier call has requested it. */
  private refreshSoon(within = REFRESH_MS): void {
    const due = Date.now() + within;
    if (this.refreshTimer !== undefined && this.refreshDue <= due) return;
    clearTimeout(this.refreshTimer);
    this.refreshDue = due;
    this.refreshTimer = setTimeout(() => {
      this.refreshTimer = undefined;
      void this.session.refresh();
    }, within);
  }
}

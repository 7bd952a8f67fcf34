import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Disposable, RelativePattern, Uri, workspace } from "vscode";
import { LABELS } from "../runs/runFiles";
import { runsFolderChangedAt } from "../runs/runsFolder";
import type { RunsPlace } from "./RunsList";
import { RunsLook } from "./RunsLook";
import type { Session } from "./Session";
import { runsLocationSetting } from "./settings";
import { onDidChangeFolders } from "./workspaceFolders";

/** Time (ms) from a change of a run's log to the next reading of the whole folder. */
const REFRESH_MS = 2000;
/**
 * Time (ms) from a change of labels, or from the addition or removal of a run, to the next reading of the whole folder.
 * Such changes come from a user, for example in another window or in a terminal.
 */
const PROMPT_MS = 300;
/**
 * Time (ms) between two checks of the modification times of the runs folder and of files in the folders of the runs.
 * The checks are needed since not every disk reports changes, and a busy machine may report them late or not at all.
 */
const LOOK_MS = 1000;
/**
 * Largest number of runs whose labels one check looks at. `whenReported`: while VS Code reports changed labels.
 * `otherwise`: while it does not; with one check of 1,000 runs each second, a change in a folder of 2,000 runs is found
 * within 2 s. A check of 1,000 runs takes 10 ms.
 */
const LOOKED_AT = { whenReported: 200, otherwise: 1000 };

/**
 * Watches the runs folder. When the settings or the workspace name another runs folder, watches that one instead.
 * Refreshes the list of runs when a terminal, another window or a file manager changes the folder.
 */
export class RunsFolderWatcher {
  private watcher: Disposable;
  private refreshTimer: NodeJS.Timeout | undefined;
  /** Time (ms since 1970) at which `refreshTimer` ends. */
  private refreshDue = 0;
  private readonly looking = setInterval(() => this.look(), LOOK_MS);
  private changedAt: number | undefined;
  /** Whether VS Code also reports changes of labels, which are in subfolders of the runs folder. */
  private isDeep = true;
  private readonly files: RunsLook;
  private readonly subscriptions: Disposable;

  constructor(
    private readonly session: Session,
    private readonly runsPlace: () => RunsPlace,
  ) {
    this.files = new RunsLook(session.list, (folder) => session.isLive(folder));
    this.watcher = this.watch();
    this.subscriptions = Disposable.from(
      session.onDidChangeTraining(() => this.isDeep === session.isTraining && this.watchAnew()),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(runsLocationSetting)) this.move();
      }),
      onDidChangeFolders(() => this.move()),
      workspace.onDidGrantWorkspaceTrust(() => {
        this.move();
        // Earlier refreshes have attached to no trainer, since the workspace was not trusted.
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

  /**
   * Watches the runs folder; while no run is live, also the labels in its subfolders. During a training, VS Code would
   * send a message through all its processes for each file that the trainer writes. {@link look} finds changed labels
   * then.
   */
  private watch(): Disposable {
    this.isDeep = !this.session.isTraining;
    const pattern = this.isDeep ? `{*,*/${LABELS}}` : "*";
    const folder = Uri.file(this.session.list.folder);
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, pattern));
    watcher.onDidCreate(() => this.refreshSoon(PROMPT_MS));
    watcher.onDidChange(({ fsPath }) => basename(fsPath) === LABELS && this.refreshSoon(PROMPT_MS));
    watcher.onDidDelete(() => this.refreshSoon(PROMPT_MS));
    return watcher;
  }

  private move(): void {
    const place = this.runsPlace();
    if (isDeepStrictEqual(place, this.session.list.place)) return;
    void this.session.moveTo(place);
    this.watchAnew();
  }

  private watchAnew(): void {
    this.watcher.dispose();
    this.watcher = this.watch();
  }

  /** Checks what has changed in the runs folder since the last check. */
  private look(): void {
    const { isChanged, grown } = this.files.look(this.isDeep ? LOOKED_AT.whenReported : LOOKED_AT.otherwise);
    if (isChanged) this.refreshSoon(PROMPT_MS);
    if (grown.length > 0) this.refreshSoon();
    const { displayed } = this.session;
    if (displayed && grown.includes(displayed.folder)) void this.session.follow();
    const before = this.changedAt;
    this.changedAt = runsFolderChangedAt(this.session.list.folder);
    if (before === this.changedAt) return;
    // VS Code reports no changes in a folder that did not exist when the watcher was made.
    if (!before) this.watchAnew();
    this.refreshSoon(PROMPT_MS);
  }

  /** Reads the runs folder again after `within` (ms), or sooner if an earlier call has requested that. */
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

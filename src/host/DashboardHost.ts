import { isDeepStrictEqual } from "node:util";
import { Disposable, type Uri, type Webview, workspace } from "vscode";
import type { MessageConnection } from "vscode-jsonrpc";
import {
  actionRequest,
  type DashboardAction,
  eventsAdded,
  type Snapshot,
  type Surroundings,
  snapshotChanged,
  snapshotRequest,
  surroundingsChanged,
} from "../protocol/dashboardProtocol";
import { Pace } from "../protocol/Pace";
import { isAwaited } from "../runs/isAwaited";
import { noLabels } from "../runs/labels";
import { InvalidConfigError, type RunConfig } from "../runs/RunConfig";
import { type Stroke, strokeOf, strokesOf } from "../runs/runColours";
import { takeSnapshot } from "../runs/StateSnapshot";
import { areRunsHidden, readRunConfig, readSettings } from "./configuration";
import { parseDashboardAction } from "./dashboardActions";
import { EventBatch } from "./EventBatch";
import { fillWebview } from "./fillWebview";
import type { Session } from "./Session";
import { answerSaveRequests } from "./saveRequests";
import { settingChips } from "./settings";
import type { WebviewHost } from "./WebviewTab";
import { connectToWebview } from "./webviewConnection";
import { nameOfSelected, onDidChangeFolders } from "./workspaceFolders";

/** Time (ms) between two messages with events that no user waits for. The dashboard draws after each message. */
const PAUSE_MS = 500;
/** Time (ms) between two messages with events to a dashboard that draws no charts because another one draws them. */
const TILES_PAUSE_MS = 1000;

export interface DashboardOptions {
  extensionUri: Uri;
  session: Session;
  /** Performs an action that a user requested. @returns the answer to {@link actionRequest} */
  perform: (action: DashboardAction) => Promise<boolean>;
}

/**
 * The host's side of the connection to one dashboard. The dashboard requests a snapshot and receives changes until it
 * is hidden. When the dashboard is shown again, it requests another snapshot.
 */
export class DashboardHost implements WebviewHost {
  private readonly subscriptions: Disposable;
  private readonly connection: MessageConnection;
  private isFollowing = false;
  /** Events of the run on display that are not sent yet. */
  private readonly unsent = new EventBatch();
  /** The last sent value of `runsFolderProblem`. */
  private sentProblem: string | undefined;
  /** The last sent value of `runIsGone`. */
  private sentGone = false;
  /** The last sent value of `runIsElsewhere`. */
  private sentElsewhere: string | undefined;
  /** The last sent value of `runStroke`. */
  private sentStroke: Stroke | undefined;

  constructor(
    webview: Webview,
    private readonly options: DashboardOptions,
    /** Whether another visible dashboard draws the charts. */
    private readonly isChartedElsewhere: () => boolean,
  ) {
    const { session, perform } = options;
    this.connection = connectToWebview(webview);
    const pace = new Pace(
      () => (isChartedElsewhere() ? TILES_PAUSE_MS : PAUSE_MS),
      () => this.sendEvents(),
    );
    this.subscriptions = Disposable.from(
      this.connection,
      pace,
      this.connection.onRequest(snapshotRequest, () => this.beginFollowing()),
      this.connection.onRequest(actionRequest, async (message) => {
        const action = parseDashboardAction(message);
        return action !== undefined && perform(action);
      }),
      answerSaveRequests(this.connection),
      session.onDidChangeDisplayed(() =>
        this.notify((connection) => connection.sendNotification(snapshotChanged, this.snapshot())),
      ),
      session.onDidAddEvents(({ events }) => {
        if (!this.isFollowing) return;
        for (const event of events) this.unsent.add(event);
        if (events.some(isAwaited)) pace.hurry();
        else pace.ask();
      }),
      session.onDidChangeTraining(() => this.sendSurroundings()),
      session.list.onDidChange(() => {
        const isOld =
          session.list.problem !== this.sentProblem ||
          session.isDisplayedGone !== this.sentGone ||
          session.displayedElsewhere !== this.sentElsewhere ||
          !isDeepStrictEqual(this.stroke(), this.sentStroke);
        if (isOld) this.sendSurroundings();
      }),
      workspace.onDidGrantWorkspaceTrust(() => this.sendSurroundings()),
      onDidChangeFolders(() => this.sendSurroundings()),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("fittingRoom")) this.sendSurroundings();
      }),
    );
    this.connection.listen();
    fillWebview(webview, options.extensionUri, "live");
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** Called when the dashboard is hidden. The dashboard requests a snapshot when it is shown again. */
  pause(): void {
    this.isFollowing = false;
    this.unsent.clear();
  }

  private async beginFollowing(): Promise<Snapshot> {
    await this.options.session.restore();
    this.isFollowing = true;
    return this.snapshot();
  }

  private notify(send: (connection: MessageConnection) => Promise<void>): void {
    if (this.isFollowing) void send(this.connection);
  }

  private sendEvents(): void {
    const { displayed } = this.options.session;
    const events = this.unsent.take();
    if (displayed && events.length > 0)
      this.notify((connection) => connection.sendNotification(eventsAdded, { runId: displayed.id, events }));
  }

  sendSurroundings(): void {
    this.notify((connection) => connection.sendNotification(surroundingsChanged, this.surroundings()));
  }

  /** The present snapshot. Clears the unsent events, since the snapshot includes them. */
  private snapshot(): Snapshot {
    const { displayed } = this.options.session;
    this.unsent.clear();
    return {
      ...this.surroundings(),
      run: displayed && { id: displayed.id, name: displayed.name, folder: displayed.folder },
      state: displayed && takeSnapshot(displayed.state),
    };
  }

  /** How charts draw the run on display; undefined while there is none. */
  private stroke(): Stroke | undefined {
    const { displayed, list } = this.options.session;
    if (!displayed) return undefined;
    const { id, folder } = displayed;
    const isListed = list.runs.some((run) => run.folder === folder);
    return isListed ? strokesOf([...list.runs].reverse()).get(id) : strokeOf({ id, labels: noLabels });
  }

  private surroundings(): Surroundings {
    this.sentProblem = this.options.session.list.problem;
    this.sentGone = this.options.session.isDisplayedGone;
    this.sentElsewhere = this.options.session.displayedElsewhere;
    this.sentStroke = this.stroke();
    const { underWay } = this.options.session;
    const next = nextConfig();
    const isRefused = next instanceof InvalidConfigError;
    return {
      training: this.options.session.isTraining,
      trainingRunId: underWay?.id,
      contact: underWay?.contact,
      settings: settingChips(readSettings(), isRefused ? next : undefined),
      nextConfig: isRefused ? undefined : next,
      runsFolderProblem: this.sentProblem,
      areRunsHidden: areRunsHidden(),
      workspaceFolder: nameOfSelected(),
      runIsGone: this.sentGone,
      runIsElsewhere: this.sentElsewhere,
      runStroke: this.sentStroke,
      chartedElsewhere: this.isChartedElsewhere(),
    };
  }
}

function nextConfig(): RunConfig | InvalidConfigError {
  try {
    return readRunConfig();
  } catch (error) {
    if (error instanceof InvalidConfigError) return error;
    throw error;
  }
}

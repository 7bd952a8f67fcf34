import * as l10n from "@vscode/l10n";
import { Disposable, type Uri, type Webview, workspace } from "vscode";
import type { MessageConnection } from "vscode-jsonrpc";
import {
  type ExperimentRow,
  type Experiments,
  type ExperimentsAction,
  type ExperimentsSurroundings,
  experimentsActionRequest,
  experimentsRequest,
  rememberNotification,
  rowsChanged,
} from "../protocol/experimentsProtocol";
import { Pace } from "../protocol/Pace";
import { rowOf } from "../runs/columns";
import { isAwaited } from "../runs/isAwaited";
import { isEnded } from "../runs/RunState";
import type { RunSummary } from "../runs/RunStore";
import { areRunsHidden } from "./configuration";
import { fillWebview } from "./fillWebview";
import { parseExperimentsAction } from "./parseExperimentsAction";
import { SeriesReader } from "./SeriesReader";
import type { Session } from "./Session";
import { answerSaveRequests } from "./saveRequests";
import { type WebviewHost, WebviewTab } from "./WebviewTab";
import { connectToWebview } from "./webviewConnection";

/** Time (ms) between two messages with changed rows. */
const PAUSE_MS = 1000;
/**
 * Time (ms) between two messages while only the values of a live training change. The view redraws its table and its
 * curves after each message.
 */
const TRAINING_PAUSE_MS = 2500;
/** The key of the view's own state in the workspace's memory. */
const REMEMBERED = "experiments";
/** Largest length (characters) of the view's own state as JSON. A longer state is not kept. */
const longestState = 200_000;

export interface ExperimentsOptions {
  extensionUri: Uri;
  session: Session;
  /** Keeps the view's own state for the workspace. */
  memory: { get(key: string): unknown; update(key: string, value: unknown): PromiseLike<void> };
  /** Ids of the runs that this window has moved into the trash and not brought back. */
  trashed: () => Iterable<string>;
  /** Performs an action that a user requested. */
  perform: (action: ExperimentsAction) => Promise<void>;
}

/** The editor tab of the Experiments view. */
export function experimentsTab(options: ExperimentsOptions): WebviewTab {
  const { session } = options;
  const reader = new SeriesReader((id) => {
    const live = session.live.find((run) => run.id === id);
    return live ? { folder: live.folder, live: live.state } : session.find(id);
  });
  return new WebviewTab({
    extensionUri: options.extensionUri,
    viewType: "fittingRoom.experiments",
    title: l10n.t("Experiments"),
    isBeside: false,
    open: (webview) => new ExperimentsHost(webview, reader, options),
  });
}

/** The host's side of the Experiments view. The view requests all rows and receives changes until it is hidden. */
class ExperimentsHost implements WebviewHost {
  private readonly subscriptions: Disposable;
  private readonly connection: MessageConnection;
  private isFollowing = false;
  /**
   * The rows of runs that are not live, by the list's object for the run. The list replaces this object when the run
   * changes.
   */
  private readonly known = new WeakMap<RunSummary, KnownRow>();
  /** The JSON texts of the rows that were sent, by run id. */
  private sent = new Map<string, string>();
  private sentSurroundings = "";

  constructor(
    webview: Webview,
    private readonly reader: SeriesReader,
    private readonly options: ExperimentsOptions,
  ) {
    const { session, perform, memory } = options;
    this.connection = connectToWebview(webview);
    const pace = new Pace(
      () => PAUSE_MS,
      () => this.sendChanges(),
    );
    const slowly = new Pace(
      () => TRAINING_PAUSE_MS,
      () => pace.ask(),
    );
    this.subscriptions = Disposable.from(
      this.connection,
      pace,
      slowly,
      reader.answer(this.connection),
      answerSaveRequests(this.connection),
      this.connection.onRequest(experimentsRequest, () => this.beginFollowing()),
      this.connection.onRequest(experimentsActionRequest, async (message) => {
        const action = parseExperimentsAction(message);
        if (action) await perform(action);
        pace.hurry();
        return null;
      }),
      this.connection.onNotification(rememberNotification, (state) => {
        if (JSON.stringify(state).length <= longestState) void memory.update(REMEMBERED, state);
      }),
      session.list.onDidChange(() => pace.ask()),
      workspace.onDidGrantWorkspaceTrust(() => pace.ask()),
      session.onDidTrain(({ event }) => (isAwaited(event) ? pace.hurry() : slowly.ask())),
      session.onDidChangeTraining(() => pace.ask()),
    );
    this.connection.listen();
    fillWebview(webview, options.extensionUri, "experiments");
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.reader.forgetSoon();
  }

  /** Called when the view is hidden. The view requests all rows when it is shown again. */
  pause(): void {
    this.isFollowing = false;
    this.reader.forgetSoon();
  }

  private async beginFollowing(): Promise<Experiments> {
    await this.options.session.listed();
    this.isFollowing = true;
    const rows = this.rows();
    this.sent = new Map(rows.map(({ row, text }) => [row.id, text]));
    const surroundings = this.surroundings();
    this.sentSurroundings = JSON.stringify(surroundings);
    return {
      ...surroundings,
      rows: rows.map(({ row }) => row),
      remembered: this.options.memory.get(REMEMBERED),
    };
  }

  private sendChanges(): void {
    if (!this.isFollowing) return;
    const rows = this.rows();
    const changed = rows.filter(({ row, text }) => this.sent.get(row.id) !== text).map(({ row }) => row);
    const present = new Map(rows.map(({ row, text }) => [row.id, text]));
    const gone = [...this.sent.keys()].filter((id) => !present.has(id));
    const surroundings = this.surroundings();
    const text = JSON.stringify(surroundings);
    if (changed.length === 0 && gone.length === 0 && text === this.sentSurroundings) return;
    this.sent = present;
    this.sentSurroundings = text;
    void this.connection.sendNotification(rowsChanged, { ...surroundings, changed, gone });
  }

  private rows(): KnownRow[] {
    const { session } = this.options;
    const live = new Map(session.live.map((run) => [run.folder, run]));
    return session.list.runs.map((run) => {
      // A live run is newer in memory than in the list.
      const following = live.get(run.folder);
      if (following) return knownRow(run, following.state, !isEnded(following.state));
      const known = this.known.get(run) ?? knownRow(run, run.state, false);
      this.known.set(run, known);
      return known;
    });
  }

  private surroundings(): ExperimentsSurroundings {
    const { list } = this.options.session;
    return {
      refused: list.refused.map(({ id, refusal }) => ({ id, refusal })),
      problem: list.problem,
      areRunsHidden: areRunsHidden(),
      isWhole: list.isWhole,
      trashed: [...this.options.trashed()],
    };
  }
}

/** A row and its JSON text, by which two rows are compared. */
interface KnownRow {
  row: ExperimentRow;
  text: string;
}

function knownRow(run: RunSummary, state: RunSummary["state"], isLive: boolean): KnownRow {
  const row = { ...rowOf({ ...run, state }), isLive, problems: run.problems };
  return { row, text: JSON.stringify(row) };
}

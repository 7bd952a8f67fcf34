import type { MessageConnection } from "vscode-jsonrpc/browser";
import {
  type ExperimentRow,
  type ExperimentsAction,
  type ExperimentsSurroundings,
  experimentsActionRequest,
  experimentsRequest,
  rememberNotification,
  rowsChanged,
} from "../../src/protocol/experimentsProtocol";
import { saveFileRequest } from "../../src/protocol/fileProtocol";
import {
  type GroupsRequest,
  groupsRequest,
  type SeriesRequest,
  seriesRequest,
  type ValuesRequest,
  valuesRequest,
} from "../../src/protocol/seriesProtocol";

/** The data that the view draws. */
export interface ExperimentsData {
  /** The runs, newest first; undefined before the host has answered. */
  rows?: readonly ExperimentRow[];
  surroundings: ExperimentsSurroundings;
  /**
   * The names of the runs that disappeared from the list last, without the runs that this window has moved into the
   * trash. The names stay until further runs appear or disappear.
   */
  removed: readonly string[];
  /** True if the latest request for the rows has failed and no rows have arrived since. */
  unreachable: boolean;
}

/** The view's end of the protocol between the Experiments view and the host. */
export class ExperimentsModel {
  data: ExperimentsData = {
    surroundings: { refused: [], areRunsHidden: false, isWhole: false, trashed: [] },
    removed: [],
    unreachable: false,
  };
  /**
   * The view's state that the host keeps: the state from before the view was opened, until {@link remember} is called
   * with another one.
   */
  remembered: unknown;
  /** The runs that disappeared from the list at the latest change by which runs appeared or disappeared. */
  private gone: readonly ExperimentRow[] = [];

  /** @param changed called after every change of {@link data} */
  constructor(
    private readonly host: MessageConnection,
    private readonly changed: () => void,
  ) {
    host.onNotification(rowsChanged, ({ changed: rows, gone, ...surroundings }) => {
      if (this.data.rows) this.show(withChanges(this.data.rows, rows, new Set(gone)), surroundings);
    });
  }

  /** Requests all rows from the host and shows them. Never rejects: a failure sets `unreachable` in {@link data}. */
  async refresh(): Promise<void> {
    try {
      const { rows, remembered, ...surroundings } = await this.host.sendRequest(experimentsRequest);
      if (!this.data.rows) this.remembered = remembered;
      this.show(rows, surroundings);
    } catch {
      this.data = { ...this.data, unreachable: true };
      this.changed();
    }
  }

  /** Requests an action from the host, which shows the user why an action is refused. Never rejects. */
  async request(action: ExperimentsAction): Promise<void> {
    await this.host.sendRequest(experimentsActionRequest, action).catch(() => undefined);
  }

  readonly loadSeries = (request: SeriesRequest) => this.host.sendRequest(seriesRequest, request);
  readonly loadGroups = (request: GroupsRequest) => this.host.sendRequest(groupsRequest, request);
  readonly loadValues = (request: ValuesRequest) => this.host.sendRequest(valuesRequest, request);

  /** Requests the host to save a file; the host asks the user where. */
  readonly save = (name: string, bytes: Uint8Array) => {
    void this.host.sendRequest(saveFileRequest, { name, bytes }).catch(() => undefined);
  };

  /** Sends the view's state to the host, which keeps it. */
  remember(state: unknown): void {
    this.remembered = state;
    void this.host.sendNotification(rememberNotification, state);
  }

  private show(rows: readonly ExperimentRow[], surroundings: ExperimentsSurroundings): void {
    const before = this.data.rows ?? rows;
    const present = new Set(rows.map(({ id }) => id));
    const gone = before.filter(({ id }) => !present.has(id));
    if (gone.length > 0 || rows.length !== before.length) this.gone = gone;
    const removed = this.gone.filter(({ id }) => !surroundings.trashed.includes(id)).map(({ name }) => name);
    this.data = { rows, surroundings, removed, unreachable: false };
    this.changed();
  }
}

function withChanges(
  rows: readonly ExperimentRow[],
  changed: readonly ExperimentRow[],
  gone: ReadonlySet<string>,
): ExperimentRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const id of gone) byId.delete(id);
  for (const row of changed) byId.set(row.id, row);
  return [...byId.values()].sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0));
}

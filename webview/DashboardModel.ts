import type { MessageConnection } from "vscode-jsonrpc/browser";
import {
  actionRequest,
  type DashboardAction,
  eventsAdded,
  type Snapshot,
  type Surroundings,
  snapshotChanged,
  snapshotRequest,
  surroundingsChanged,
} from "../src/protocol/dashboardProtocol";
import { saveFileRequest } from "../src/protocol/fileProtocol";
import { applyEvent } from "../src/runs/applyEvent";
import { isAwaited } from "../src/runs/isAwaited";
import type { RunEvent } from "../src/runs/RunEvent";
import { isEnded, type RunState } from "../src/runs/RunState";
import { restoreState } from "../src/runs/StateSnapshot";
import { announcement } from "./figures/announcement";
import { isConnectedTo } from "./figures/headerButtons";
import { canBePending, PendingActions, type PendingKind } from "./PendingActions";

/**
 * The data that the components draw. `snapshot` and `run` come from the host's latest snapshot. Later events change
 * `run`, and later surroundings replace all members of `snapshot` except `snapshot.run`. The webview itself sets the
 * other members of this interface.
 */
export interface DashboardView {
  snapshot?: Omit<Snapshot, "state">;
  /** The state of the run on display, changed in place as events arrive; undefined while no run is on display. */
  run?: RunState;
  /**
   * True if the run on display has ended and this window trains another run whose id is known. The id of a run that
   * starts is unknown at first: the run may be the one on display. Updated with each snapshot and with new
   * surroundings, but not with events.
   */
  trainsAnother: boolean;
  /** The latest text for screen readers. Empty until an event of the run on display has a text. */
  announcement: string;
  /** True if the latest request for a snapshot has failed and no snapshot has arrived since. */
  unreachable: boolean;
  /** The actions whose buttons show that they are pending. */
  pending: ReadonlySet<PendingKind>;
}

/** The dashboard's end of the protocol. Receives the host's messages and sends the user's requests. */
export class DashboardModel {
  readonly #pending = new PendingActions();
  readonly view: DashboardView = {
    trainsAnother: false,
    announcement: "",
    unreachable: false,
    pending: this.#pending.kinds,
  };

  /**
   * @param changed called after every change of {@link view}; `isAwaited` states whether a user may be waiting for the
   * change
   */
  constructor(
    readonly host: MessageConnection,
    readonly changed: (isAwaited: boolean) => void,
  ) {
    host.onNotification(snapshotChanged, (snapshot) => this.#show(snapshot));
    host.onNotification(surroundingsChanged, (surroundings) => this.#surround(surroundings));
    host.onNotification(eventsAdded, ({ runId, events }) => this.#add(runId, events));
  }

  /** Requests a snapshot from the host and shows it. Never rejects: a failure sets `unreachable` in {@link view}. */
  async refresh(): Promise<void> {
    try {
      this.#show(await this.host.sendRequest(snapshotRequest));
    } catch {
      this.view.unreachable = true;
      this.changed(true);
    }
  }

  /** Requests an action from the host, unless an action of the same kind is pending. Never rejects. */
  async request(action: DashboardAction): Promise<void> {
    const { kind } = action;
    if (!canBePending(kind)) return void (await this.#perform(action));
    if (this.view.pending.has(kind)) return;
    this.#pending.add(kind);
    this.#showPending();
    const accepted = await this.#perform(action);
    this.#pending.answer(kind, accepted, this.#isTrained());
    this.#showPending();
  }

  /** Requests the host to save a file; the host asks the user where. */
  readonly save = (name: string, bytes: Uint8Array) => {
    void this.host.sendRequest(saveFileRequest, { name, bytes }).catch(() => undefined);
  };

  async #perform(action: DashboardAction): Promise<boolean> {
    try {
      return await this.host.sendRequest(actionRequest, action);
    } catch {
      return false;
    }
  }

  #showPending(): void {
    this.view.pending = this.#pending.kinds;
    this.changed(true);
  }

  #isTrained(): boolean {
    const { snapshot } = this.view;
    return snapshot?.run !== undefined && isConnectedTo(snapshot.run.id, snapshot);
  }

  #show({ state, ...snapshot }: Snapshot): void {
    if (snapshot.run?.id !== this.view.snapshot?.run?.id) {
      this.view.announcement = "";
      this.#pending.clear();
    }
    this.view.snapshot = snapshot;
    this.view.run = state && restoreState(state);
    this.view.trainsAnother = this.#trainsAnother(snapshot);
    this.view.unreachable = false;
    if (this.view.run) this.#pending.compare(this.view.run);
    if (!this.#isTrained()) this.#pending.giveUpAccepted();
    this.#showPending();
  }

  #surround(surroundings: Surroundings): void {
    this.view.snapshot = { ...surroundings, run: this.view.snapshot?.run };
    this.view.trainsAnother = this.#trainsAnother(surroundings);
    if (!this.#isTrained()) this.#pending.giveUpAccepted();
    this.#showPending();
  }

  #trainsAnother({ trainingRunId }: Surroundings): boolean {
    const { run, snapshot } = this.view;
    const isKnown = run !== undefined && trainingRunId !== undefined;
    return isKnown && isEnded(run) && trainingRunId !== snapshot?.run?.id;
  }

  #add(runId: string, events: RunEvent[]): void {
    const { run, snapshot } = this.view;
    if (!run || snapshot?.run?.id !== runId) return;
    for (const event of events) {
      if (event.type === "steps" && event.firstStep > run.losses.length) return void this.refresh();
      applyEvent(run, event);
      this.#pending.apply(event);
      this.view.announcement = announcement(event, run) ?? this.view.announcement;
    }
    this.view.pending = this.#pending.kinds;
    this.changed(events.some(isAwaited));
  }
}

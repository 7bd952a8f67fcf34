import { commands, Disposable } from "vscode";
import type { RunAction, RunStatus } from "../runs/transitions";
import { availableActions } from "./availableActions";
import type { OpenRun } from "./OpenRun";
import type { Session } from "./Session";

/**
 * The context keys that menus and enablement conditions in package.json use. `fittingRoom.training`: see
 * {@link Session.isTraining}. `fittingRoom.can.ACTION`: see {@link availableActions}.
 */
type ContextKey = "fittingRoom.training" | `fittingRoom.can.${RunAction}`;

/** Keeps the context keys up to date. */
export class ContextKeys {
  private readonly known = new Map<ContextKey, boolean>();
  /**
   * The last known status of each live run. Hundreds of events can arrive in a second; only a new status needs an
   * update.
   */
  private readonly statuses = new WeakMap<OpenRun, RunStatus>();
  private readonly subscriptions: Disposable;

  constructor(private readonly session: Session) {
    this.subscriptions = Disposable.from(
      session.onDidChangeTraining(() => this.update()),
      session.onDidTrain(({ run }) => {
        if (this.statuses.get(run) === run.state.status) return;
        this.statuses.set(run, run.state.status);
        this.update();
      }),
      session.list.onDidChange(() => this.update()),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private update(): void {
    const { isTraining, training, starting, list } = this.session;
    this.set("fittingRoom.training", isTraining);
    const status = training?.state.status ?? (starting ? "preparing" : undefined);
    const actions = availableActions(
      status,
      list.runs.map(({ state }) => state.status),
    );
    for (const action of Object.keys(actions) as RunAction[])
      this.set(`fittingRoom.can.${action}`, actions[action]);
  }

  private set(key: ContextKey, value: boolean): void {
    if (this.known.get(key) === value) return;
    this.known.set(key, value);
    void commands.executeCommand("setContext", key, value);
  }
}

import type { MessageConnection } from "vscode-jsonrpc";
import { runEvent } from "../protocol/trainerProtocol";
import type { RunEvent } from "../runs/RunEvent";

/** Events on their way to a listener; for one that has more, as its process is suspended, none are kept in memory. */
const MOST_UNSENT = 1000;

/** A client that every event is sent to, in order; one that falls behind is told from the log when it can take more. */
export class Listener {
  private unsent = 0;
  /** The first event that was not sent, by its place in the log, while it is behind. */
  private missedFrom: number | undefined;
  private wake = () => {};

  /** @param logged the log's events from a place on */
  constructor(
    private readonly connection: MessageConnection,
    private readonly logged: (from: number) => readonly RunEvent[],
  ) {}

  /**
   * @param place of the event in the log
   * @returns a promise that resolves when the system has taken the event, or the listener is behind or gone
   */
  async hear(event: RunEvent, place: number): Promise<void> {
    if (this.missedFrom !== undefined) return;
    if (this.unsent >= MOST_UNSENT) {
      this.missedFrom = place;
      return;
    }
    await this.send(event);
  }

  /** Resolves when the system has taken every event, those that it is behind with included. */
  async caughtUp(): Promise<void> {
    while (this.unsent > 0) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  private async send(event: RunEvent): Promise<void> {
    this.unsent++;
    try {
      await this.connection.sendNotification(runEvent, event);
    } catch {
      // Who goes away at this moment misses nothing: the log has the event.
    }
    this.unsent--;
    if (this.unsent === 0) this.catchUp();
    if (this.unsent === 0) this.wake();
  }

  private catchUp(): void {
    if (this.missedFrom === undefined) return;
    const missed = this.logged(this.missedFrom);
    this.missedFrom = undefined;
    for (const event of missed) void this.send(event);
  }
}

import type { MessageConnection } from "vscode-jsonrpc";
import { runEvent } from "../protocol/trainerProtocol";
import type { RunEvent } from "../runs/RunEvent";

/**
 * Number of events that may be on their way to a listener. Further events for a listener that is suspended are not
 * kept in memory.
 */
const MOST_UNSENT = 1000;

/**
 * A client that receives every event, in order. If it reads too slowly, it receives the missed events from the log
 * later.
 */
export class Listener {
  private unsent = 0;
  /** Index in the log of the first event that was not sent, while the listener is behind. */
  private missedFrom: number | undefined;
  private wake = () => {};

  /** @param logged the log's events from an index on */
  constructor(
    private readonly connection: MessageConnection,
    private readonly logged: (from: number) => readonly RunEvent[],
  ) {}

  /**
   * @param place index of the event in the log
   * @returns a promise that resolves when the system has taken the event, or the listener is behind or gone
   */
  async deliver(event: RunEvent, place: number): Promise<void> {
    if (this.missedFrom !== undefined) return;
    if (this.unsent >= MOST_UNSENT) {
      this.missedFrom = place;
      return;
    }
    await this.send(event);
  }

  /** Resolves when the system has taken every event, including missed ones. */
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
      // The client has disconnected. The log has the event.
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

import type { MessageConnection } from "vscode-jsonrpc";
import { Pace } from "../protocol/Pace";
import { runEvents } from "../protocol/trainerProtocol";
import { isAwaited } from "../runs/isAwaited";
import type { RunEvent } from "../runs/RunEvent";

/**
 * Number of unsent events in memory at which further events for a listener stay in the log alone. Once the unsent
 * events are sent, the listener gets the further ones from the log.
 */
const MOST_UNSENT = 1000;

/**
 * Shortest time (ms) between two messages with events that no user waits for. Short epochs make 150 events per second.
 * A message costs a client as much as several events, and no view or terminal shows more than a few changes per second.
 */
const PAUSE_MS = 250;

/**
 * A client that receives every event, in order. A client that reads too slowly receives the missed events later, from
 * the log.
 */
export class Listener {
  /** The events of the next message. */
  private batch: RunEvent[] = [];
  /** Number of events in messages that the operating system has not taken yet. */
  private underWay = 0;
  /** Index in the log of the first event that was neither sent nor kept in memory; undefined if there is none. */
  private missedFrom: number | undefined;
  private wake = () => {};
  private readonly pace = new Pace(
    () => PAUSE_MS,
    () => void this.sendBatch(),
  );

  /** @param logged returns the log's events from an index to the end */
  constructor(
    private readonly connection: MessageConnection,
    private readonly logged: (from: number) => readonly RunEvent[],
  ) {}

  /** Number of events that are kept in memory for the listener. */
  get unsent(): number {
    return this.batch.length + this.underWay;
  }

  /**
   * Sends an event with the next message, or leaves it for later if the listener is behind.
   * @param place index of the event in the log
   */
  deliver(event: RunEvent, place: number): void {
    if (this.missedFrom !== undefined) return;
    if (this.unsent >= MOST_UNSENT) {
      this.missedFrom = place;
      return;
    }
    this.batch.push(event);
    // A parent's curve, in `inherited` events, may take megabytes. Each of these events is sent at once and not
    // collected, so that the client's event loop turns between them.
    if (isAwaited(event) || event.type === "inherited") this.pace.hurry();
    else this.pace.ask();
  }

  /**
   * Sends the collected events. Resolves when the operating system has taken every event, including those that were
   * left in the log.
   */
  async caughtUp(): Promise<void> {
    void this.sendBatch();
    while (this.unsent > 0) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Must be called when the client has disconnected. */
  dispose(): void {
    this.pace.dispose();
  }

  private async sendBatch(): Promise<void> {
    const events = this.batch.splice(0);
    if (events.length > 0) await this.send(events);
  }

  private async send(events: RunEvent[]): Promise<void> {
    this.underWay += events.length;
    try {
      await this.connection.sendNotification(runEvents, events);
    } catch {
      // The client has disconnected. The log has the events.
    }
    this.underWay -= events.length;
    if (this.unsent === 0) this.catchUp();
    if (this.unsent === 0) this.wake();
  }

  private catchUp(): void {
    if (this.missedFrom === undefined) return;
    const missed = this.logged(this.missedFrom);
    this.missedFrom = undefined;
    for (const event of missed) void this.send([event]);
  }
}

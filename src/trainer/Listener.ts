import type { MessageConnection } from "vscode-jsonrpc";
import { Pace } from "../protocol/Pace";
import { runEvents } from "../protocol/trainerProtocol";
import { isAwaited } from "../runs/isAwaited";
import type { RunEvent } from "../runs/RunEvent";

/**
 * Number of unsent events from which on a listener keeps no further events in memory. The listener reads the further
 * events from the log as soon as the unsent events are sent.
 */
const MOST_UNSENT = 1000;

/**
 * Time (ms) after a message during which events are collected for the next message, except events that are sent at
 * once. A run with short epochs may make 150 events per second. A message costs a client as much as several events, and
 * no view or terminal shows more than a few changes per second.
 */
const PAUSE_MS = 250;

/**
 * Sends the events of the run to one client in their order, beginning with the first event that is delivered. If the
 * client reads too slowly, further events are sent later, from the log.
 */
export class Listener {
  /** The collected events, which the next message will contain. */
  private batch: RunEvent[] = [];
  /** Number of events in messages that are being sent: the operating system has not taken these messages yet. */
  private underWay = 0;
  /** Index in the log of the first event that is neither sent nor in memory; undefined if there is no such event. */
  private missedFrom: number | undefined;
  private wake = () => {};
  private readonly pace = new Pace(
    () => PAUSE_MS,
    () => void this.sendBatch(),
  );

  /** @param logged returns the events of the log from an index to the end */
  constructor(
    private readonly connection: MessageConnection,
    private readonly logged: (from: number) => readonly RunEvent[],
  ) {}

  /** Number of events that are kept in memory for the listener. */
  get unsent(): number {
    return this.batch.length + this.underWay;
  }

  /**
   * Adds an event to the next message. If too many events are unsent, the event is left for later, to be read from the
   * log.
   * @param place index of the event in the log
   */
  deliver(event: RunEvent, place: number): void {
    if (this.missedFrom !== undefined) return;
    if (this.unsent >= MOST_UNSENT) {
      this.missedFrom = place;
      return;
    }
    this.batch.push(event);
    // A parent's curve, in `inherited` events, may take megabytes. Each of these events is sent at once, so that no
    // message holds two of them and the client can do other work between two messages.
    if (isAwaited(event) || event.type === "inherited") this.pace.hurry();
    else this.pace.ask();
  }

  /**
   * Sends the collected events. Resolves when the operating system has taken all events, including those that were left
   * in the log.
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

import type { MessageConnection } from "vscode-jsonrpc";
import { parseRunEvent, type RunEvent } from "../../runs/RunEvent";
import { runEvent } from "../trainerProtocol";

/** How a client is connected with a trainer. */
export class TrainerLink {
  private readonly early: RunEvent[] = [];
  private receive = (event: RunEvent): void => void this.early.push(event);

  /**
   * @param gone resolves when the trainer's process is gone, with how it went, if that can be known from here
   * @param letGo ends the connection and leaves the trainer alone
   */
  constructor(
    readonly connection: MessageConnection,
    readonly gone: Promise<string | undefined>,
    readonly letGo: () => void,
  ) {
    connection.onNotification(runEvent, (message) => {
      const event = parseRunEvent(message);
      if (event) this.receive(event);
    });
    connection.listen();
  }

  /** The events that have come before anybody received them. */
  takeEarly(): RunEvent[] {
    return this.early.splice(0);
  }

  /** From now on each event is received when it comes. */
  deliverTo(receive: (event: RunEvent) => void): void {
    this.receive = receive;
    this.takeEarly().forEach(receive);
  }
}

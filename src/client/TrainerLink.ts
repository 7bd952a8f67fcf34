import { setImmediate as nextTurn } from "node:timers/promises";
import type { MessageConnection } from "vscode-jsonrpc";
import { logPiece, runEvents } from "../protocol/trainerProtocol";
import { parseRunEvent, type RunEvent } from "../runs/RunEvent";
import type { ProcessEnd } from "./processGone";

/**
 * Number of turns of the event loop without a message after which no further message is expected. The connection
 * handles one message in each turn.
 */
const QUIET_TURNS = 10;

/** The process of a trainer to which a client is connected by IPC or by a socket. */
export interface TrainerProcess {
  /**
   * Resolves when the process is gone or could not start. For a client that attached by a socket, resolves with
   * undefined when the process is gone.
   */
  gone: Promise<ProcessEnd | undefined>;
  /** Closes the connection; the trainer continues. */
  disconnect: () => void;
  /**
   * Ends the process at once.
   * @returns false if no signal was sent: the trainer's process cannot be identified, has ended, or is another user's
   */
  kill: () => boolean;
}

/** A connection between a client and a trainer. */
export class TrainerLink {
  private readonly early: RunEvent[] = [];
  private received = 0;
  /** The pieces of the log that were received and not read yet, oldest first. */
  private readonly pieces: string[] = [];
  private onPiece = () => {};
  private receive = (event: RunEvent): void => void this.early.push(event);

  constructor(
    readonly connection: MessageConnection,
    private readonly process: TrainerProcess,
  ) {
    connection.onNotification(runEvents, (messages) => {
      for (const message of Array.isArray(messages) ? messages : []) {
        const event = parseRunEvent(message);
        if (event) this.receive(event);
      }
      this.received++;
    });
    connection.onNotification(logPiece, (piece) => {
      this.pieces.push(piece);
      this.received++;
      this.onPiece();
    });
    connection.listen();
  }

  /**
   * Receives the part of the log that the trainer sends. Stays pending when the connection ends before the whole part
   * has arrived.
   * @param bytes length of the part in bytes
   * @param use called for each piece, after the previous call has resolved
   */
  async receiveLog(bytes: number, use: (piece: Buffer) => Promise<void>): Promise<void> {
    for (let left = bytes; left > 0; ) {
      const text = this.pieces.shift();
      if (text === undefined) {
        await new Promise<void>((resolve) => {
          this.onPiece = resolve;
        });
        continue;
      }
      const piece = Buffer.from(text, "latin1");
      left -= piece.length;
      await use(piece);
    }
  }

  /**
   * Resolves when every message that has arrived has been handled. The end of a process can be reported before its last
   * messages.
   */
  async handledAll(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      const before = this.received;
      await nextTurn();
      quiet = this.received === before ? quiet + 1 : 0;
    }
  }

  get gone(): TrainerProcess["gone"] {
    return this.process.gone;
  }

  disconnect(): void {
    this.process.disconnect();
  }

  kill(): boolean {
    return this.process.kill();
  }

  /** Takes the events that arrived before `deliverTo` was called. */
  takeEarly(): RunEvent[] {
    return this.early.splice(0);
  }

  /**
   * Delivers the events that have arrived and were not taken by {@link takeEarly}, then each further event when it
   * arrives.
   */
  deliverTo(receive: (event: RunEvent) => void): void {
    this.receive = receive;
    this.takeEarly().forEach(receive);
  }
}

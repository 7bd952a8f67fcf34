import { setImmediate as nextTurn } from "node:timers/promises";
import type { MessageConnection } from "vscode-jsonrpc";
import { logPiece, runEvent } from "../protocol/trainerProtocol";
import { LogParser, type LogReading } from "../runs/LogParser";
import { parseRunEvent, type RunEvent } from "../runs/RunEvent";

/** Turns of the event loop without an event after which no message is waiting; the connection handles one in each. */
const QUIET_TURNS = 10;
/** What can be done about a trainer's process, whichever way this client is connected with it. */
export interface TrainerProcess {
  /** Resolves when the process is gone, with how it went, if that can be known from here. */
  gone: Promise<string | undefined>;
  /** Ends the connection and leaves the trainer alone. */
  letGo: () => void;
  /** Ends the process at once; false where this process may not signal it or cannot know that it is the trainer. */
  kill: () => boolean;
}

/** How a client is connected with a trainer. */
export class TrainerLink {
  private readonly early: RunEvent[] = [];
  private received = 0;
  /** Of the log, as they have come. */
  private readonly pieces: string[] = [];
  private onPiece = () => {};
  private receive = (event: RunEvent): void => void this.early.push(event);

  constructor(
    readonly connection: MessageConnection,
    private readonly process: TrainerProcess,
  ) {
    connection.onNotification(runEvent, (message) => {
      const event = parseRunEvent(message);
      if (event) this.receive(event);
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
   * The log that the trainer sends. Stays pending when the connection ends before all of it has come.
   * @param onPiece called whenever some of it has come
   */
  async readLog(bytes: number, onPiece: () => void): Promise<LogReading> {
    const parser = new LogParser();
    const whole: LogReading = { events: [], problems: [] };
    for (let left = bytes; left > 0; ) {
      const text = this.pieces.shift();
      if (text === undefined) {
        await new Promise<void>((resolve) => {
          this.onPiece = resolve;
        });
        continue;
      }
      onPiece();
      const piece = Buffer.from(text, "latin1");
      left -= piece.length;
      for (const _ of parser.add(piece)) await nextTurn();
      const { events, problems } = parser.take();
      for (const event of events) whole.events.push(event);
      whole.problems.push(...problems);
    }
    whole.problems.push(...parser.takeSummary());
    if (parser.cutOff) whole.problems.push(parser.cutOff);
    return whole;
  }

  /**
   * Resolves when what has arrived is received. Once the trainer is gone that is all it said: a busy client may learn
   * of the end of the process first.
   */
  async drained(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      const before = this.received;
      await nextTurn();
      quiet = this.received === before ? quiet + 1 : 0;
    }
  }

  get gone(): TrainerProcess["gone"] {
    return this.process.gone;
  }

  letGo(): void {
    this.process.letGo();
  }

  kill(): boolean {
    return this.process.kill();
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

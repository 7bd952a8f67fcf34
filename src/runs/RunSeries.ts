import { applyEvent } from "./applyEvent";
import { withoutConfusion } from "./epochFigures";
import { LogTail } from "./LogTail";
import { Losses, mostHeldLosses } from "./Losses";
import type { FoldEvent } from "./RunEvent";
import { emptyRunState, type RunState } from "./RunState";
import { decodeForFold } from "./stepsLine";

/** Approximate bytes of an epoch without its confusion matrix, of a control, and of the rest of a state. */
const bytesOf = { epoch: 250, control: 300, state: 4000 };

/** The state of a run for charts, read from the log. It has no confusion matrices, and its losses are float32. */
export class RunSeries {
  readonly state: RunState = {
    ...emptyRunState("summary"),
    losses: new Losses(mostHeldLosses, "single"),
    learningRates: new Losses(mostHeldLosses, "single"),
  };
  private readonly tail: LogTail<FoldEvent>;

  constructor(folder: string) {
    this.tail = new LogTail(folder, decodeForFold);
  }

  /**
   * Reads what was appended to the log since the last reading. The event loop turns between slices of the log. Two
   * readings must not overlap.
   */
  async readOn(): Promise<void> {
    for await (const events of this.tail.read())
      for (const event of events) applyEvent(this.state, bare(event));
  }

  /** Whether a new RunSeries must read the log; see {@link LogTail.isOutdated}. */
  get isOutdated(): boolean {
    return this.tail.isOutdated;
  }

  /** Why the last reading failed, as one sentence; undefined if it succeeded. */
  get problem(): string | undefined {
    return this.tail.refusal;
  }

  /** Approximate number of bytes that the state takes in memory. */
  get bytes(): number {
    const { losses, learningRates, epochs, controls } = this.state;
    const held = losses.bytes + learningRates.bytes;
    return held + epochs.length * bytesOf.epoch + controls.length * bytesOf.control + bytesOf.state;
  }
}

/** The event with empty confusion matrices. */
function bare(event: FoldEvent): FoldEvent {
  if (event.type === "epoch") return withoutConfusion(event);
  return event.type === "inherited" ? { ...event, epochs: event.epochs.map(withoutConfusion) } : event;
}

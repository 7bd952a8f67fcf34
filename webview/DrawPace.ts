/** What tells a draw's time: the browser's, or a test's. Times in milliseconds. */
export interface Frames {
  now(): number;
  /** Calls back when the next frame is made. */
  onFrame(callback: () => void): void;
  /** Calls back when what this frame drew is painted. */
  onPainted(callback: () => void): void;
  /** Calls back after a time. */
  onTime(callback: () => void, milliseconds: number): void;
}

/** Of the time, the part that drawing may take: the processor is the training's. */
const SHARE = 0.05;
/** A dashboard draws so often (ms) however slow the machine is. */
const LONGEST_PAUSE = 2000;

/**
 * Draws once for all that comes in between two frames. Where frames come late, or a drawing takes long, the next one
 * waits: from asking for a frame to the end of its painting is a twentieth of the time at most.
 */
export class DrawPace {
  #isAsked = false;
  #isFrameDue = false;
  #isWaiting = false;
  #restUntil = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly draw: () => void,
    private readonly frames: Frames,
  ) {}

  /** Draws with the first frame after the pause. */
  ask(): void {
    this.#isAsked = true;
    const rest = this.#restUntil - this.frames.now();
    if (rest <= 0) this.#drawWithFrame();
    else if (!this.#isWaiting) {
      this.#isWaiting = true;
      this.frames.onTime(() => {
        this.#isWaiting = false;
        if (this.#isAsked) this.ask();
      }, rest);
    }
  }

  /** Draws with the next frame: a user waits for it. */
  hurry(): void {
    this.#isAsked = true;
    this.#drawWithFrame();
  }

  #drawWithFrame(): void {
    if (this.#isFrameDue) return;
    this.#isFrameDue = true;
    const asked = this.frames.now();
    this.frames.onFrame(() => {
      this.#isFrameDue = false;
      this.#isAsked = false;
      this.draw();
      this.#rest(asked);
      this.frames.onPainted(() => this.#rest(asked));
    });
  }

  /** Begins a pause that makes the time since `asked` the allowed share. */
  #rest(asked: number): void {
    const now = this.frames.now();
    this.#restUntil = now + Math.min(LONGEST_PAUSE, (now - asked) * (1 / SHARE - 1));
  }
}

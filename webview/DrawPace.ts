/** The source of frames and timers: the browser, or a test. Times are in milliseconds. */
export interface Frames {
  now(): number;
  /** Calls back at the next frame. */
  onFrame(callback: () => void): void;
  /** Calls back once the drawing of this frame is painted. */
  onPainted(callback: () => void): void;
  /** Calls back after a time (ms). */
  onTime(callback: () => void, milliseconds: number): void;
}

/** Share of the time that drawing may take. The rest of the processor time is for training. */
const SHARE = 0.05;
/** Longest pause (ms) after a drawing, however slow the machine is. */
const LONGEST_PAUSE_MS = 2000;

/**
 * Draws at most once per frame, for all changes since the previous drawing, and pauses after each drawing. The pause is
 * so long that the time from the request of a frame to the end of its painting is at most {@link SHARE} of the total
 * time. The share is larger if {@link hurry} skips pauses, or if the pause would be longer than {@link
 * LONGEST_PAUSE_MS}.
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

  /** Draws with the first frame after the pause. Further calls before that frame cause no further drawing. */
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

  /** Draws with the next frame, even during the pause, since a user waits for the drawing. */
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

  /**
   * Begins a pause. The time from `asked` to now is {@link SHARE} of the time from `asked` to the end of the pause,
   * unless {@link LONGEST_PAUSE_MS} ends the pause earlier.
   */
  #rest(asked: number): void {
    const now = this.frames.now();
    this.#restUntil = now + Math.min(LONGEST_PAUSE_MS, (now - asked) * (1 / SHARE - 1));
  }
}

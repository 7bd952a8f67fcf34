/**
 * Runs an action on request. A pause follows each run of the action. The action runs at once if there is no pause, else
 * at the end of the pause, once for all requests. The pauses limit the number of messages to another process, which are
 * costly.
 */
export class Pace {
  private timer: NodeJS.Timeout | undefined;
  private isDue = false;

  /** @param pause called at each run of the action; returns the time (ms) of the pause that follows */
  constructor(
    private readonly pause: () => number,
    private readonly action: () => void,
  ) {}

  ask(): void {
    if (this.timer) this.isDue = true;
    else this.act();
  }

  /** Runs the action at once, also during a pause, and begins another pause. */
  hurry(): void {
    clearTimeout(this.timer);
    this.act();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.isDue = false;
  }

  private act(): void {
    this.isDue = false;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.isDue) this.act();
    }, this.pause());
    this.action();
  }
}

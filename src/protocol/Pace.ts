/**
 * Calls an action on request. A pause follows each call. A request outside a pause calls the action at once. All
 * requests during a pause together call the action once, at the end of the pause. The pauses limit the number of
 * messages to another process, which are costly.
 */
export class Pace {
  private timer: NodeJS.Timeout | undefined;
  private isDue = false;

  /** @param pause called at each call of the action; returns the time (ms) of the pause that follows */
  constructor(
    private readonly pause: () => number,
    private readonly action: () => void,
  ) {}

  ask(): void {
    if (this.timer) this.isDue = true;
    else this.act();
  }

  /** Calls the action at once, also during a pause, and begins another pause. */
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

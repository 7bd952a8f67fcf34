/**
 * Does something at once when it is asked for, and again as long as it is asked for, but no more often than every
 * `pause` milliseconds: what happens many times a second need not cross to VS Code's window each time.
 */
export class Pace {
  private timer: NodeJS.Timeout | undefined;
  private isDue = false;

  constructor(
    private readonly pause: number,
    private readonly action: () => void,
  ) {}

  ask(): void {
    if (this.timer) this.isDue = true;
    else this.act();
  }

  /** Does it without waiting for the pause to end; another pause begins. */
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
    }, this.pause);
    this.action();
  }
}

/** CPU time (ms) of one measurement: longer than the turns that a system's scheduler gives. */
const MEASURED_MS = 30;

/**
 * How busy the machine is while something is measured that is promised within a time. Nothing needs to be known of the
 * calm machine: work that wants a whole core takes as long as its CPU time there, and longer where it waits for turns.
 */
export class Load {
  private worst = 1;

  /** @returns a load of which the first measurement has been taken */
  static now(): Load {
    return new Load().measure();
  }

  /** Takes one more measurement; blocks this process meanwhile. */
  measure(): this {
    const [began, used] = [performance.now(), process.cpuUsage()];
    let cpuMs = 0;
    while (cpuMs < MEASURED_MS) {
      const { user, system } = process.cpuUsage(used);
      cpuMs = (user + system) / 1000;
    }
    this.worst = Math.max(this.worst, (performance.now() - began) / cpuMs);
    return this;
  }

  /**
   * The time (ms) within which what is promised for a calm machine is to be expected on this one. Two processes take
   * part in each promise, the trainer and its client, and each waits for its turns.
   */
  allow(promisedMs: number): number {
    this.measure();
    return promisedMs * this.worst ** 2;
  }
}

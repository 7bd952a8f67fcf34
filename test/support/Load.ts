/** CPU time (ms) of one measurement: longer than a time slice of the system's scheduler. */
const MEASURED_MS = 30;

/**
 * The load of the machine during a measurement of time. No figures of the idle machine are needed: work that needs a
 * whole core takes as long as its CPU time on an idle machine, and longer when it waits for time slices.
 */
export class Load {
  private worst = 1;

  /** @returns a load with its first measurement */
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
   * The time (ms) on this machine that corresponds to a time on an idle one. Each promise involves two processes, the
   * trainer and its client, and each waits for its time slices.
   */
  allow(promisedMs: number): number {
    this.measure();
    return promisedMs * this.worst ** 2;
  }
}

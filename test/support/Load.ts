/** CPU time (ms) of one measurement: longer than a time slice of the system's scheduler. */
const MEASURED_MS = 30;

/**
 * The load of the machine while a time is measured: the elapsed time of some work divided by its CPU time. On an idle
 * machine they are equal. On a busy machine the elapsed time includes waits for time slices.
 */
export class Load {
  private worst = 1;

  /** @returns a load with its first measurement */
  static now(): Load {
    return new Load().measure();
  }

  /** Takes one more measurement, which blocks this process. @returns this load */
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
   * Measures the load again.
   * @returns the time (ms) that is allowed on this machine, at its highest load so far, for what must take at most
   * `promisedMs` on an idle machine. The load is squared, since two processes may be involved, for example a trainer
   * and its client, and each waits for its time slices.
   */
  allow(promisedMs: number): number {
    this.measure();
    return promisedMs * this.worst ** 2;
  }
}

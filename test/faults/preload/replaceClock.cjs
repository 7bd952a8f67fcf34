const RealDate = Date;

/**
 * Gives the program another wall clock.
 * @param {(realNow: number) => number} now the clock's time for a real time, both in milliseconds since 1970
 */
module.exports = function replaceClock(now) {
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length > 0 ? given : [now(target.now())], newTarget),
    get: (target, name) => (name === "now" ? () => now(target.now()) : Reflect.get(target, name)),
  });
};

/** At each SIGUSR2 the program's wall clock jumps, forth and back by hours and years; the last jump lasts. */
const HOUR = 3_600_000;
const YEAR = 8766 * HOUR;
const jumps = [5 * HOUR, -2 * YEAR, 30 * YEAR, -1 * HOUR];
let offset = 0;

const RealDate = Date;
globalThis.Date = class extends RealDate {
  /** @param {ConstructorParameters<typeof Date>} given */
  constructor(...given) {
    super(...(given.length > 0 ? given : [RealDate.now() + offset]));
  }
  static now() {
    return RealDate.now() + offset;
  }
};

process.on("SIGUSR2", () => {
  offset = jumps.shift() ?? offset;
});

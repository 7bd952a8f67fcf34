/** The program's wall clock stands still, as one that is set back again and again. */
const RealDate = Date;
globalThis.Date = class extends RealDate {
  /** @param {ConstructorParameters<typeof Date>} given */
  constructor(...given) {
    super(...(given.length > 0 ? given : [RealDate.UTC(2026, 0, 2, 3, 4, 5)]));
  }
  static now() {
    return RealDate.UTC(2026, 0, 2, 3, 4, 5);
  }
};

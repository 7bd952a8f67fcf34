/** The program's wall clock always shows the same moment. */
const replaceClock = require("./replaceClock.cjs");

replaceClock(() => Date.UTC(2026, 0, 2, 3, 4, 5));

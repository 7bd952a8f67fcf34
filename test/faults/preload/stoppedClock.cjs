/** The program's wall clock stands still, as if it were set back again and again. */
const replaceClock = require("./replaceClock.cjs");

replaceClock(() => Date.UTC(2026, 0, 2, 3, 4, 5));

/**
 * `npm test`: runs all parts of the tests that can run on this machine. Its last line states the numbers of passed,
 * failed and skipped tests. `npm test -- unit browser` runs only these parts. With FITTING_ROOM_NO_SKIP=1 a part that
 * cannot run counts as failed.
 */
import { setup } from "./setup.mjs";

setup();

// These modules import packages that the set-up installs.
const { parts } = await import("./test/parts.mjs");
const { PartUnavailableError } = await import("./test/PartUnavailableError.mjs");

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
const unknown = chosen.find((name) => !Object.hasOwn(parts, name));
if (unknown) {
  console.error(`There is no part ${unknown}; choose among ${Object.keys(parts).join(", ")}.`);
  process.exit(2);
}

const noSkip = process.env.FITTING_ROOM_NO_SKIP === "1";
const sum = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const notices = [];

for (const name of chosen) {
  const { title, run } = parts[name];
  console.log(`\n▶ ${title}`);
  const began = performance.now();
  /** @type {import("./test/parts.mjs").PartCounts} */
  const counts = await run().catch((error) => {
    if (!(error instanceof PartUnavailableError)) {
      console.error(error);
      return { passed: 0, failed: 1, skipped: 0 };
    }
    const verb = noSkip ? "FAILED, could not run" : "SKIPPED";
    notices.push(`!!! ${verb}: ${title}. ${error.message}`);
    return { passed: 0, failed: noSkip ? 1 : 0, skipped: noSkip ? 0 : 1 };
  });
  for (const test of counts.unsteady ?? [])
    notices.push(`!!! UNSTEADY: ${test}. It failed, and passed when it ran again.`);
  sum.passed += counts.passed;
  sum.failed += counts.failed;
  sum.skipped += counts.skipped;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`  ${name}: ${summary(counts)}, in ${seconds} s`);
}

console.log("");
for (const notice of notices) console.log(notice);
console.log(summary(sum));
// process.exit could cut off the last line in a pipe.
process.exitCode = sum.failed > 0 ? 1 : 0;

/** @param {import("./test/parts.mjs").Counts} counts */
function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

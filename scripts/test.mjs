/**
 * `npm test`: runs all parts of the tests that can run on this machine. Its last line states the numbers of passed,
 * failed and skipped tests. `npm test -- unit browser` runs only these parts. A part that cannot run counts as one
 * skipped test, or as one failed test if FITTING_ROOM_NO_SKIP=1 is set.
 */
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, setup } from "./setup.mjs";

setup();

// These modules import packages that the set-up installs.
const { parts, together } = await import("./test/parts.mjs");
const { PartUnavailableError } = await import("./test/PartUnavailableError.mjs");

const chosen = process.argv.length > 2 ? [...new Set(process.argv.slice(2))] : Object.keys(parts);
const unknown = chosen.find((name) => !Object.hasOwn(parts, name));
if (unknown) {
  console.error(`There is no part ${unknown}; choose among ${Object.keys(parts).join(", ")}.`);
  process.exit(2);
}

const noSkip = process.env.FITTING_ROOM_NO_SKIP === "1";
const sum = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const notices = [];

const beside = chosen.filter((name) => together.includes(name));
for (const name of chosen) {
  if (beside.length < 2 || !beside.includes(name)) await runPart(name);
  else if (name === beside[0]) await Promise.all(beside.map((one) => runPart(one, true)));
}

console.log("");
for (const notice of notices) console.log(notice);
console.log(summary(sum));
// process.exit could end the process before the last line has been written to a pipe.
process.exitCode = sum.failed > 0 ? 1 : 0;

/**
 * Runs a part and adds its counts to the sum.
 * @param {string} name
 * @param {boolean} [isBeside] whether other parts run at the same time; the output of this part is then printed when
 * the part has ended
 */
async function runPart(name, isBeside = false) {
  const { title, run } = parts[name];
  console.log(`\n▶ ${title}`);
  const log = isBeside ? openLog(name) : undefined;
  const began = performance.now();
  /** @type {import("./test/parts.mjs").PartCounts} */
  const counts = await run(log?.descriptor ?? "inherit").catch((error) => {
    if (!(error instanceof PartUnavailableError)) {
      console.error(error);
      return { passed: 0, failed: 1, skipped: 0 };
    }
    const verb = noSkip ? "FAILED, could not run" : "SKIPPED";
    notices.push(`!!! ${verb}: ${title}. ${error.message}`);
    return { passed: 0, failed: noSkip ? 1 : 0, skipped: noSkip ? 0 : 1 };
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (log) {
    closeSync(log.descriptor);
    console.log(`\n▶ Output of: ${title}\n${readFileSync(log.path, "utf8")}`);
  }
  for (const test of counts.unsteady ?? [])
    notices.push(`!!! UNSTEADY: ${test}. It failed, and passed when it ran again.`);
  sum.passed += counts.passed;
  sum.failed += counts.failed;
  sum.skipped += counts.skipped;
  console.log(`  ${name}: ${summary(counts)}, in ${seconds} s`);
}

/** Opens the file that gets a part's output. @param {string} name */
function openLog(name) {
  const path = join(root, `out/results/${name}.log`);
  mkdirSync(dirname(path), { recursive: true });
  return { path, descriptor: openSync(path, "w") };
}

/** @param {import("./test/parts.mjs").Counts} counts */
function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

#!/usr/bin/env node
/**
 * Replaces the `code` executable where there is no desktop. Takes the arguments that test-electron passes to VS Code,
 * runs the suites in the extension host of VS Code's server with a headless browser as its window, and exits with the
 * suites' exit code.
 */
import { format, parseArgs } from "node:util";
import { launchChromium } from "./launchChromium.mjs";
import { startServer } from "./startServer.mjs";

/** Lines that the workbench logs between the lines of the test suites. */
const chatter = /^(\[|Creating a socket|Resolv(ed|ing) connection|Updating additional|Ignoring fetching)/;

/**
 * Prints what the test suites log, and the workbench's warnings and errors after the suites have begun. Lines that are
 * logged before the suites begin are printed only if the suites never begin.
 */
class SuiteOutput {
  /** @type {string[] | undefined} */
  #before = [];
  #ended = false;

  write = (/** @type {string} */ level, /** @type {unknown[]} */ args) => {
    if (this.#ended) return;
    const line = format(...args);
    // Mocha's output begins with an empty line.
    if (line === "") this.#before = undefined;
    if (this.#before) this.#before.push(line);
    else if (level === "error" || level === "warn") console.error(line);
    else if (!chatter.test(line)) console.log(line);
  };

  /** @param {number} code */
  end(code) {
    this.#ended = true;
    if (code !== 0 && this.#before) console.error(this.#before.join("\n"));
  }
}

const { values, positionals } = parseArgs({
  options: {
    extensionDevelopmentPath: { type: "string" },
    extensionTestsPath: { type: "string" },
  },
  // test-electron also passes options of VS Code that only a desktop needs. They are ignored.
  strict: false,
  allowPositionals: true,
});
const [folder] = positionals;
const { extensionDevelopmentPath, extensionTestsPath } = values;

const server = await startServer({ testDriver: true });
const browser = await launchChromium();
try {
  process.exitCode = await runSuites();
} finally {
  await browser.close();
  await server.stop();
}

/** @returns {Promise<number>} the suites' exit code */
async function runSuites() {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const output = new SuiteOutput();
  await page.exposeFunction("codeAutomationLog", output.write);
  const ended = new Promise((resolve, reject) => {
    page.exposeFunction("codeAutomationExit", (/** @type {number} */ code) => resolve(code));
    page.once("crash", () => reject(new Error("The browser's page crashed.")));
  });

  const remote = `vscode-remote://${server.host}`;
  const payload = [
    ["extensionDevelopmentPath", `${remote}${extensionDevelopmentPath}`],
    ["extensionTestsPath", `${remote}${extensionTestsPath}`],
  ];
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (folder) query.set("folder", folder);
  await page.goto(`${server.url}/?${query}`);
  const code = await ended;
  output.end(code);
  return code;
}
